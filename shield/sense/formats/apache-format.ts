import type { LineParser } from '../record.ts';
import { checkParts, LogFormatError, type LogFormatPart, openLogFormat } from './log-format.ts';
import { APACHE_DIRECTIVES } from './web-variables.ts';

/**
 * Compiles an Apache `LogFormat` string (mod_log_config), for example `%h %l %u %t "%r" %>s %b`.
 * Understands `%%`, modifiers (`%>s`, `%!200{…}i`) and named directives (`%{User-Agent}i`).
 * Throws {@link LogFormatError}.
 */
export function openApacheFormat(format: string): LineParser {
  return openLogFormat(checkParts(apacheParts(unquote(format))), {
    format: 'apache-custom',
    product: 'apache',
  });
}

/** Configuration files write quotes inside the string as `\"`. */
function unquote(format: string): string {
  return format.replaceAll('\\"', '"').replaceAll('\\t', '\t');
}

const DIRECTIVE = /^%[!<>0-9,]{0,32}(?:\{([^}]{0,256})\})?(\^t[io]|[a-zA-Z])/;

function apacheParts(format: string): readonly LogFormatPart[] {
  const parts: LogFormatPart[] = [];
  let literal = '';
  let at = 0;
  while (at < format.length) {
    const character = format[at] ?? '';
    if (character !== '%' || format[at + 1] === '%') {
      literal += character;
      at += character === '%' ? 2 : 1;
      continue;
    }
    const match = DIRECTIVE.exec(format.slice(at, at + 300));
    if (match === null) throw new LogFormatError('not a directive: after "%" comes a letter', at);
    pushLiteral(parts, literal);
    literal = '';
    pushDirective(parts, match);
    at += match[0].length;
  }
  pushLiteral(parts, literal);
  return parts;
}

/** Literals that meet become one, so that the value before them ends at the whole of it. */
function pushLiteral(parts: LogFormatPart[], text: string): void {
  if (text === '') return;
  const last = parts.at(-1);
  if (last?.kind === 'literal') parts[parts.length - 1] = { kind: 'literal', text: last.text + text };
  else parts.push({ kind: 'literal', text });
}

/** `%t` writes its own brackets; `%U%q` side by side are told apart by the `?` that `%q` starts with. */
function pushDirective(parts: LogFormatPart[], match: RegExpExecArray): void {
  const letter = match[2] ?? '';
  const name = match[1] === undefined ? letter : `{${match[1].toLowerCase()}}${letter}`;
  const meaning = Object.hasOwn(APACHE_DIRECTIVES, name) ? APACHE_DIRECTIVES[name] : undefined;
  const last = parts.at(-1);
  if (meaning === 'query' && last?.kind === 'value' && last.meaning === 'path') {
    parts[parts.length - 1] = { kind: 'value', name: 'U%q', meaning: 'target' };
    return;
  }
  if (name === 't') pushLiteral(parts, '[');
  const shown = match[1] ?? letter;
  parts.push({ kind: 'value', name: shown, meaning: meaning ?? null });
  if (name === 't') pushLiteral(parts, ']');
}
