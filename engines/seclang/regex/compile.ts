import type { CompiledRegex, RegexOptions, RegexRefusal } from './api.ts';

/** Compiles a PCRE pattern. */
export function compileRegex(pattern: string, options: RegexOptions = {}): CompiledRegex | RegexRefusal {
  const flags = `${options.ignoreCase ? 'i' : ''}${options.dotAll ? 's' : ''}${options.multiline ? 'm' : ''}`;
  const inline = /^\(\?([ims]+)\)/.exec(pattern);
  const source = inline === null ? pattern : pattern.slice(inline[0].length);
  const allFlags = [...new Set(flags + (inline?.[1] ?? ''))].join('');
  try {
    const regex = new RegExp(source.replace(/([+*?}])\+/g, '$1'), allFlags);
    return {
      kind: 'regex',
      linear: false,
      test: (text) => regex.test(text),
      exec: (text) => {
        const match = regex.exec(text);
        if (match === null) return null;
        return { index: match.index, end: match.index + match[0].length, groups: [...match] };
      },
    };
  } catch (error) {
    return { kind: 'refused', reason: String(error), offset: 0 };
  }
}
