import type { Meter } from '../regex/index.ts';

/** What macros are expanded from: the transaction. */
export interface MacroScope {
  /** Value of `collection.key` (both in lower case; key null where the macro has none), empty where there is none. */
  macroValue(collection: string, key: string | null): string;
  /** What all searches of the transaction may take together; each has a limit of its own where it is absent. */
  readonly meter?: Meter;
}

/** Text that may hold `%{collection.key}`. */
export interface MacroText {
  /** The whole text where it has no macro, else null. */
  readonly literal: string | null;
  /** What its macros read, in lower case; `key` is null where a macro has none. */
  readonly reads: readonly { readonly collection: string; readonly key: string | null }[];
  expand(scope: MacroScope): string;
}

interface MacroPart {
  readonly before: string;
  readonly collection: string;
  readonly key: string | null;
}

/** Prepares a text with macros. An unclosed `%{` is plain text. */
export function compileMacro(text: string): MacroText {
  if (!text.includes('%{')) return plainText(text);
  const parts: MacroPart[] = [];
  let end = 0;
  for (const match of text.matchAll(/%\{([^}]+)\}/g)) {
    const name = (match[1] ?? '').toLowerCase();
    const dot = name.search(/[.:]/);
    parts.push({
      before: text.slice(end, match.index),
      collection: dot === -1 ? name : name.slice(0, dot),
      key: dot === -1 ? null : name.slice(dot + 1),
    });
    end = match.index + match[0].length;
  }
  if (parts.length === 0) return plainText(text);
  const after = text.slice(end);
  const [first] = parts;
  if (first !== undefined && parts.length === 1) return singleMacro(first, after);
  return { literal: null, reads: parts, expand: (scope) => expandParts(parts, scope) + after };
}

/** Most texts with macros hold one, and most of those nothing else. */
function singleMacro(part: MacroPart, after: string): MacroText {
  const { before, collection, key } = part;
  const expand =
    before === '' && after === ''
      ? (scope: MacroScope) => scope.macroValue(collection, key)
      : (scope: MacroScope) => before + scope.macroValue(collection, key) + after;
  return { literal: null, reads: [part], expand };
}

function plainText(text: string): MacroText {
  return { literal: text, reads: [], expand: () => text };
}

function expandParts(parts: readonly MacroPart[], scope: MacroScope): string {
  let out = '';
  for (const part of parts) out += part.before + scope.macroValue(part.collection, part.key);
  return out;
}
