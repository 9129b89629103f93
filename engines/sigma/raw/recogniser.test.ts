import { describe, expect, it } from 'vitest';
import type { SigmaRecogniser } from '../api.ts';
import { loadSigma } from '../load.ts';
import { loadMappings } from '../mapping/load.ts';
import { ROOM_BYTES } from './layout.ts';

const RULE = `title: Marker
logsource: { product: p, service: one }
detection: { selection: { f|contains: marker }, condition: selection }
`;
const { engine } = loadSigma([{ path: 'r.yml', text: RULE }]);
const { mappings } = loadMappings([]);

/** Records with a text in `kind` and a number in `id`; `kind` names the service. */
const recogniser: SigmaRecogniser = {
  values: ['kind'],
  types: ['id', 'other', 'a', 'b', 'c', 'd'],
  logsourceOf: ({ kind, id, other }) =>
    typeof kind === 'string' && typeof id === 'number' && other === undefined
      ? { product: 'p', service: kind }
      : null,
};

/** What comes of some lines: numbers of those that matched, and of those that are left. */
function scan(text: string) {
  const scanner = engine.createScanner({ mappings, logsource: { product: 'p' }, recogniser });
  if (scanner === null) throw new Error('no scanner');
  const matched: number[] = [];
  const left: number[] = [];
  for (const line of scanner.scan(Buffer.from(text))) (line.isLeft ? left : matched).push(line.number);
  const { lines, blanks } = scanner.counts;
  return { matched, left, lines, blanks };
}

describe('a scan that tells its records from others', () => {
  const cases: readonly (readonly [what: string, line: string, becomes: 'matched' | 'left' | 'passed'])[] = [
    ['a record that matches', '{"kind":"one","id":1,"f":"a MARKER"}', 'matched'],
    ['one that does not', '{"kind":"one","id":1,"f":"a"}', 'passed'],
    ['one of another log source', '{"kind":"two","id":1,"f":"marker"}', 'passed'],
    ['a number written as text', '{"kind":"one","id":"1","f":"marker"}', 'left'],
    ['a field too many', '{"kind":"one","id":1,"other":null,"f":"marker"}', 'left'],
    ['an object where a type is looked at', '{"kind":"one","id":{},"f":"marker"}', 'left'],
    ['a list where a value is looked at', '{"kind":["one"],"id":1,"f":"marker"}', 'left'],
    [
      'types behind the first word',
      '{"kind":"one","id":1,"a":1,"b":true,"c":"","d":null,"f":"marker"}',
      'matched',
    ],
    ['an escape in the value', '{"kind":"\\u006fne","id":1,"f":"marker"}', 'matched'],
    ['a name twice', '{"kind":"one","id":1,"id":1,"f":"marker"}', 'left'],
    ['no object', '[1]', 'left'],
    ['damage', '{"kind":"one","id":1,"f":"marker"', 'left'],
    ['a carriage return alone', '\r', 'left'],
    ['too long a line', `{"kind":"one","id":1,"f":"${'x'.repeat(ROOM_BYTES)}marker"}`, 'left'],
  ];
  it.each(cases)('%s', (_what, line, becomes) => {
    const found = scan(line);
    expect(found.matched.length).toBe(becomes === 'matched' ? 1 : 0);
    expect(found.left.length).toBe(becomes === 'left' ? 1 : 0);
  });

  it('tells all kinds apart in one scan, and numbers lines with the empty ones among them', () => {
    const lines = cases.flatMap(([, line]) => ['', line, line]);
    const at = (kind: string) =>
      cases.flatMap(([, , becomes], index) => (becomes === kind ? [3 * index + 1, 3 * index + 2] : []));
    const found = scan(lines.join('\n'));
    expect(found).toEqual({
      matched: at('matched'),
      left: at('left'),
      lines: 2 * cases.length,
      blanks: cases.length,
    });
  });
});
