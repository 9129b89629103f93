import fc from 'fast-check';
import { stringify } from 'yaml';
import type { SigmaEvent, SigmaSource, SigmaValue } from '../api.ts';

/** Small alphabets, so that random rules often match random events. */
const text = fc.string({
  unit: fc.constantFrom('a', 'A', 'b', '-', '/', '\u2013', '1', '.', '\\', 'é', 'É', '😀'),
  maxLength: 5,
});
const pattern = fc.string({
  unit: fc.constantFrom('a', 'A', 'b', '*', '?', '\\', '-', '1', 'É', '😀'),
  maxLength: 5,
});
const regex = fc.constantFrom(
  'a',
  '^a',
  'b$',
  'a.b',
  '[^a]+b',
  '(a|b){2,3}',
  '\\ba',
  'a*1',
  '(?i)ab',
  '\\W',
  '.',
  '',
);
const fieldName = fc.constantFrom('f', 'g', 'n.x', 'n');

const value = fc.oneof(pattern, fc.integer({ min: -1, max: 12 }), fc.boolean(), fc.constant(null));
const values = fc.oneof(value, fc.array(value, { minLength: 1, maxLength: 3 }));
const patterns = fc.oneof(pattern, fc.array(pattern, { minLength: 1, maxLength: 3 }));
const item = fc.oneof(
  fc.tuple(fieldName, values),
  fc.tuple(suffixed(['neq', 'cased', 'all', 'cased|neq']), values),
  fc.tuple(
    suffixed([
      ...['contains', 'startswith', 'endswith', 'contains|all', 'contains|cased', 'contains|windash'],
      ...['windash', 'windash|cased', 'startswith|neq', 'endswith|cased', 'expand', 'contains|expand'],
    ]),
    patterns,
  ),
  fc.tuple(
    suffixed(['base64offset|contains', 'wide|base64offset|contains', 'windash|base64', 'utf16be|base64']),
    fc.constantFrom('a', 'ab', 'abc', '-'),
  ),
  fc.tuple(suffixed(['re', 're|i', 're|neq', 're|m', 're|s']), regex),
  fc.tuple(suffixed(['gt', 'gte', 'lt', 'lte']), fc.integer({ min: -1, max: 12 })),
  fc.tuple(
    suffixed(['fieldref', 'fieldref|contains', 'fieldref|neq', 'fieldref|startswith|cased']),
    fieldName,
  ),
  fc.tuple(suffixed(['exists']), fc.boolean()),
  fc.tuple(suffixed(['cidr']), fc.constantFrom('10.0.0.0/8', '::1/128')),
  fc.tuple(suffixed(['hour', 'day|gt', 'week']), fc.integer({ min: 0, max: 31 })),
);
const map = fc.array(item, { minLength: 1, maxLength: 3 }).map((entries) => Object.fromEntries(entries));
const keywords = fc.array(pattern, { minLength: 1, maxLength: 2 });
const detection = fc.oneof(
  map,
  fc.array(map, { minLength: 1, maxLength: 2 }),
  keywords,
  keywords.map((all) => ({ '|all': all })),
);
const condition = fc.constantFrom(
  'a',
  'a and b',
  'a or b',
  'not a',
  'a and not b',
  '1 of them',
  'all of sel*',
  'not (a or b) or _c',
  '1 of * and not a',
);

const scalar = fc.oneof(
  text,
  fc.integer({ min: -1, max: 12 }),
  fc.boolean(),
  fc.constant(null),
  fc.constantFrom('1', '10.1.2.3', '::1', '2024-03-05T07:30:00', 'YWI=', 'YQBiAA==', 'LQ==', 'Lw==', 'ab\n'),
);
const eventValue = fc.oneof({ weight: 4, arbitrary: scalar }, fc.array(scalar, { maxLength: 2 }));
/** The fields of an event. */
export const randomFields = fc.record(
  {
    f: eventValue,
    g: eventValue,
    'n.x': eventValue,
    n: fc.oneof(fc.record({ x: eventValue }), fc.array(fc.record({ x: scalar }), { maxLength: 2 }), scalar),
  },
  { requiredKeys: [] },
);

/** Detections of one to four rules. */
export const randomRules = fc.array(
  fc.record({ a: detection, b: detection, sel: detection, _c: detection, condition }),
  { minLength: 1, maxLength: 4 },
);

function suffixed(modifiers: readonly string[]): fc.Arbitrary<string> {
  return fc.tuple(fieldName, fc.constantFrom(...modifiers)).map(([name, modifier]) => `${name}|${modifier}`);
}

/** The file of a rule with that detection, named by its number. */
export function sourceOf(detection: object, index: number): SigmaSource {
  const rule = { title: 't', id: `r${index}`, level: 'low', logsource: { product: 'p' }, detection };
  return { path: `${index}.yml`, text: stringify(rule) };
}

/** An event of the log source that the rules are for. */
export function eventOf(record: { readonly [name: string]: SigmaValue }): SigmaEvent {
  return { logsource: { product: 'p', service: 's' }, fields: record };
}
