export { type TailOptions, TailReader } from './tail-reader.ts';
