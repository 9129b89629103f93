import { type OpenToken, textPattern } from '../ast/pattern.ts';
import { parseWildcards } from '../parse/wildcard.ts';
import { numberOf } from '../value/number-text.ts';
import { snakeCase } from './field-transforms.ts';
import type { Parameters } from './parameters.ts';
import type { PipelineValue } from './pipeline.ts';
import { pythonReplacement } from './python-regex.ts';
import { regexSource } from './regex-source.ts';
import { type PipelineRun, refuse } from './run.ts';
import type { OpenTest, Transform } from './transform.ts';
import { parseWritten, writtenForm } from './written.ts';

type OpenString = Extract<OpenTest, { kind: 'string' }>;

/** `replace_string`: on the value as it is written, or with `skip_special` on its plain text alone. */
export function replaceString(parameters: Parameters): Transform {
  const regex = parameters.regex('regex', 'g');
  const replacement = pythonReplacement(parameters.text('replacement'));
  const skipsSpecial = parameters.flag('skip_special');
  const readsSpecial = parameters.flag('interpret_special');
  const replaced = (text: string) => text.replace(regex, replacement);
  return strings((test) => {
    if (!skipsSpecial) return [reread(test, replaced(writtenForm(test.pattern)))];
    const tokens = test.pattern.tokens.flatMap((token): readonly OpenToken[] => {
      if (token.kind !== 'text') return [token];
      return (readsSpecial ? parseWildcards : textPattern)(replaced(token.text)).tokens;
    });
    return [{ ...test, pattern: { tokens } }];
  });
}

/** `map_string`: a value as it is written by one or several others. */
export function mapString(parameters: Parameters): Transform {
  const mapping = parameters.mapping('mapping');
  return strings((test) => {
    const mapped = mapping.get(writtenForm(test.pattern));
    return mapped?.map((text) => ({ ...test, pattern: parseWildcards(text) })) ?? null;
  });
}

/** `case`. */
export function changeCase(parameters: Parameters): Transform {
  const method = parameters.choice('method', ['lower', 'upper', 'snake_case'], 'lower');
  const changes = {
    lower: (text: string) => text.toLowerCase(),
    upper: (text: string) => text.toUpperCase(),
    snake_case: snakeCase,
  };
  return strings((test) => {
    const tokens = test.pattern.tokens.map((token) =>
      token.kind === 'text' ? { ...token, text: changes[method](token.text) } : token,
    );
    return [{ ...test, pattern: { tokens } }];
  });
}

const REGEX_METHODS = [
  'plain',
  'ignore_case_flag',
  'ignore_case_brackets',
  'case_insensitive_flag',
  'case_insensitive_brackets',
] as const;

/** `regex`: a string becomes a regular expression that means the same, with case as the method says. */
export function toRegex(parameters: Parameters): Transform {
  const method = parameters.choice('method', REGEX_METHODS, 'ignore_case_brackets');
  return strings((test, run) => {
    if (test.pattern.tokens.length === 0) return null;
    const source = regexSource(test.pattern, method.endsWith('brackets'));
    if (source === null) {
      refuse(run, 'A placeholder cannot become a regular expression; fill it before');
      return null;
    }
    const flags = { ignoreCase: method.endsWith('flag'), multiLine: false, dotAll: true };
    return [{ kind: 'regex', source, flags }];
  });
}

/** `set_value`: every value becomes this one. */
export function setValue(parameters: Parameters): Transform {
  const value = parameters.value('value');
  const type = parameters.choice('force_type', ['', 'str', 'num'], '');
  const entry = parameters.entry('value');
  const forced = type === 'str' ? String(value) : type === 'num' ? numberOf(String(value)) : value;
  if (entry !== null && type === 'num' && forced === null) parameters.wrong(entry, 'a number', null);
  const test = testOf(forced);
  return { kind: 'value', change: () => [test] };
}

/** `convert_type`: numbers to strings, or strings to numbers. */
export function convertType(parameters: Parameters): Transform {
  if (parameters.choice('target_type', ['str', 'num'], null) === 'str') {
    const change = (test: OpenTest) =>
      test.kind === 'number' || test.kind === 'boolean' ? [testOf(String(test.value))] : null;
    return { kind: 'value', change };
  }
  return strings((test, run) => {
    const text = writtenForm(test.pattern);
    const value = numberOf(text);
    if (value !== null) return [{ kind: 'number', value }];
    refuse(run, `The value ${JSON.stringify(text)} cannot become a number`);
    return null;
  });
}

/** A single value of a pipeline as a test. */
export function testOf(value: PipelineValue): OpenTest {
  switch (typeof value) {
    case 'string':
      return { kind: 'string', pattern: parseWildcards(value), cased: false };
    case 'number':
      return { kind: 'number', value };
    case 'boolean':
      return { kind: 'boolean', value };
    default:
      return { kind: 'null' };
  }
}

type StringChange = (test: OpenString, run: PipelineRun) => readonly OpenTest[] | null;

function strings(change: StringChange): Transform {
  return { kind: 'value', change: (test, run) => (test.kind === 'string' ? change(test, run) : null) };
}

function reread(test: OpenString, text: string): OpenTest {
  const open = test.pattern.tokens.find((token) => token.kind === 'placeholder');
  return { ...test, pattern: parseWritten(text, open?.at ?? null) };
}
