/** Writes modules of WebAssembly; for the other engines, which have loops of their own. */
export type { Code, Local, Operand } from './code.ts';
export { either, i8x16, i16x8, i32, i64, inOrder, returnIf, set, when, whileDo } from './instructions.ts';
export { assembleModule, type MakeLocal, type ModuleAssembly } from './module.ts';
