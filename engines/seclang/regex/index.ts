export {
  type CompiledRegex,
  RegexLimitError,
  type RegexMatch,
  type RegexOptions,
  type RegexRefusal,
} from './api.ts';
export { compileRegex } from './compile.ts';
