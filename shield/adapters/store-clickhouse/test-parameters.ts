import type { Parameters, ParameterValue } from '../../record/index.ts';

const ESCAPES: Readonly<Record<string, string>> = { t: '\t', n: '\n', r: '\r', b: '\b', f: '\f', '0': '\0' };

function unescaped(text: string): string {
  return text.replace(/\\(.)/gs, (_, letter: string) => ESCAPES[letter] ?? letter);
}

/** Texts of an array literal: `['a','b\\'c']`. */
function texts(literal: string): readonly string[] {
  return [...literal.matchAll(/'((?:[^'\\]|\\.)*)'/gs)].map(([, text]) => unescaped(text ?? ''));
}

function value(type: string, text: string): ParameterValue {
  if (type === 'Array(String)') return texts(text);
  return type === 'String' ? unescaped(text) : Number(text);
}

/**
 * Bound values as they stand in the address: `param_NAME`, in ClickHouse's escaped form, of the type that the query
 * gives them as `{NAME:Type}`. Knows the types that our queries use.
 */
export function readTestParameters(sql: string, address: URLSearchParams): Parameters {
  const types = new Map(
    [...sql.matchAll(/\{(\w+):([^}]+)\}/g)].map(([, name, type]) => [name ?? '', type ?? '']),
  );
  const entries = [...address].flatMap(([key, text]) => {
    const name = key.startsWith('param_') ? key.slice('param_'.length) : null;
    return name === null ? [] : [[name, value(types.get(name) ?? 'String', text)] as const];
  });
  return Object.fromEntries(entries);
}
