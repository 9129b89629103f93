import { describe, expect, it } from 'vitest';
import type { SigmaEvent } from '../api.ts';
import { loadSigma } from '../load.ts';
import { complaints, fires, selection } from './both-engines.ts';

type Row = [detection: string, fields: SigmaEvent['fields'], wanted: boolean];
const one = (detection: string, fields: SigmaEvent['fields'], wanted: boolean) =>
  expect(fires(selection(detection), fields)).toBe(wanted);
const utf16 = (text: string) => Buffer.from(text, 'utf16le');

describe('values as YAML 1.2 has them (rules specification, "Yaml File")', () => {
  it.each<Row>([
    // Dates and times are no type of their own: text.
    ['f: 2024-01-01', { f: '2024-01-01' }, true],
    ['f: 2024-01-01T10:00:00Z', { f: '2024-01-01t10:00:00z' }, true],
    ['f: 12:30', { f: '12:30' }, true],
    ['f: 12:30', { f: 750 }, false],
    // yes, no, on and off are text; true and false are not, however they are written.
    ['f: yes', { f: 'Yes' }, true],
    ['f: yes', { f: true }, false],
    ['f: off', { f: false }, false],
    ['f: TRUE', { f: true }, true],
    ['f: False', { f: 'FALSE' }, true],
    ['f: false', { f: 0 }, false],
    ['f: false', {}, false],
    ["f: 'false'", { f: false }, true],
    // Floats are equal by value.
    ['f: 1.0', { f: 1 }, true],
    ['f: 1.0', { f: '1' }, true],
    ['f: 1', { f: '1.0' }, true],
    ["f: '1.0'", { f: 1 }, false],
    ['f: 1e3', { f: 1000 }, true],
    ['f: 1e3', { f: '1e3' }, true],
    ['f: .5', { f: '0.5' }, true],
    ['f: .inf', { f: '.inf' }, true],
    ['f: .nan', { f: '.NaN' }, true],
    // Hexadecimal and octal, as they are written and by value; a leading zero is decimal.
    ['f: 0x17', { f: '0X17' }, true],
    ['f: 0o17', { f: 15 }, true],
    ['f: 0o17', { f: '0o17' }, true],
    ['f: 017', { f: 17 }, true],
    ['f: 017', { f: 15 }, false],
    ['f: 017', { f: '017' }, true],
    // Signs, and digits that are none.
    ['f: +1', { f: 1 }, true],
    ['f: -1', { f: '-1' }, true],
    ['f: 1_000', { f: '1_000' }, true],
    ['f: 1_000', { f: 1000 }, false],
    // Whole numbers beyond 2^53 lose no digit.
    ['f: 18446744073709551615', { f: '18446744073709551615' }, true],
    ['f: 18446744073709551615', { f: '18446744073709551614' }, false],
    ['f: 9007199254740993', { f: '9007199254740993' }, true],
    ['f: 9007199254740993', { f: '9007199254740992' }, false],
    // The words for null.
    ['f: ~', {}, true],
    ['f: Null', { f: null }, true],
    ['f: NULL', { f: 'NULL' }, false],
    ["f: 'null'", { f: 'null' }, true],
    ["f: 'null'", {}, false],
    // Block text keeps its line end, unless it is told not to.
    ['f: |\n  a', { f: 'a\n' }, true],
    ['f: |-\n  a', { f: 'a' }, true],
    ['f: >-\n  a\n  b', { f: 'a b' }, true],
  ])('%s on %j: %s', one);
});

describe('values of events (rules specification, "Special Field Values", "Maps")', () => {
  it.each<Row>([
    ["f: '*'", { f: 5 }, true],
    ["f: '?'", { f: 5 }, true],
    ["f: '?'", { f: 55 }, false],
    ["f: '*'", { f: null }, false],
    ["f: '*'", { f: [] }, false],
    ["f: ''", { f: [] }, false],
    ["f: ''", { f: ['a', ''] }, true],
    ['f: null', { f: [] }, true],
    ['f: null', { f: ['a', null] }, true],
    ['f|exists: true', { f: [] }, true],
    ["f: ['', null]", {}, true],
    ["f: ['', null]", { f: '' }, true],
    ["f: ['', null]", { f: 'a' }, false],
    ['f|all: [null, a]', { f: 'a' }, false],
    ['f|neq: [null, a]', {}, false],
    ["f|neq: ''", {}, true],
    ["f|neq: ''", { f: 'a' }, true],
    ["f|neq: ''", { f: '' }, false],
    ['f|neq: a', { f: ['a', 'b'] }, false],
    // Names of fields are told apart by case, and may be nested by dots, not by brackets.
    ['f: a', { F: 'a' }, false],
    ['F.g: a', { F: { g: 'a' } }, true],
    ['F.g: a', { 'F.g': 'a' }, true],
    ['F.g: a', { F: [{ g: 'b' }, { g: 'a' }] }, true],
    ["'f g': a", { 'f g': 'a' }, true],
    ['f.0: a', { f: ['a'] }, false],
    ['constructor: null\ntoString|exists: false', { f: 'a' }, true],
  ])('%s on %j: %s', one);
});

describe('wildcards and escapes under modifiers', () => {
  it.each<Row>([
    ["f|contains: ''", { f: 'a' }, true],
    ["f|contains: ''", { f: '' }, true],
    ["f|contains: ''", {}, false],
    ["f|startswith: ''", { f: 5 }, true],
    ["f|contains: '\\'", { f: 'a\\b' }, true],
    ["f|contains: '\\'", { f: 'ab' }, false],
    ["f|contains: '\\\\'", { f: 'a\\b' }, true],
    ["f|contains: 'a\\'", { f: 'xa\\x' }, true],
    ["f|endswith: '\\'", { f: 'x\\' }, true],
    ["f|endswith: '\\\\*'", { f: 'a\\b' }, true],
    ["f|startswith: '*\\'", { f: 'ab\\c' }, true],
    ["f|startswith: '\\?'", { f: '?a' }, true],
    ["f|startswith: '\\?'", { f: 'ba' }, false],
    ["f|contains: '\\*\\?'", { f: 'a*?b' }, true],
    ["f|cased|contains: 'A?c'", { f: 'xAbcx' }, true],
    ["f|contains|cased: 'A?c'", { f: 'xabcx' }, false],
    ["f|cased|startswith: 'A\\*'", { f: 'A*b' }, true],
    ["f|cased|startswith: 'A\\*'", { f: 'Abb' }, false],
    ["f|cased: 'A*'", { f: 'Abc' }, true],
    ["f|windash: '-a'", { f: '/a' }, true],
    ["f|windash|endswith: ' -*'", { f: 'x /ab' }, true],
    ["f|windash|contains|all: [' -a ', ' /b ']", { f: 'x \u2013a \u2014b y' }, true],
    ["f|contains|windash: [' -a ', ' -b ']", { f: 'x /b y' }, true],
    ["f|contains|windash: [' -a ', ' -b ']", { f: 'x /c y' }, false],
    // Numbers are searched as they are written.
    ['f|contains: 1.0', { f: 'v1.0' }, true],
    ['f|startswith: 0x1', { f: '0x17' }, true],
    ['f|endswith: 007', { f: 'x007' }, true],
    // A percent sign is plain without expand.
    ["f: '%a%'", { f: '%A%' }, true],
  ])('%s on %j: %s', one);
});

describe('chains of modifiers', () => {
  it.each<Row>([
    ["f|utf16le|base64offset|contains: 'ping'", { f: utf16('x ping y').toString('base64') }, true],
    ["f|wide|base64offset|contains: 'ping'", { f: utf16('xy ping').toString('base64') }, true],
    ["f|utf16be|base64offset|contains: 'ping'", { f: utf16('x ping y').swap16().toString('base64') }, true],
    ["f|utf16be|base64offset|contains: 'ping'", { f: utf16('x pong y').swap16().toString('base64') }, false],
    ["f|utf16|base64offset|contains: 'ping'", { f: utf16('\ufeffping y').toString('base64') }, true],
    ["f|utf16|base64offset|contains: 'ping'", { f: utf16('ping y').toString('base64') }, false],
    ["f|base64offset|contains|all: ['ping', 'pong']", { f: btoa('ping pong') }, true],
    ["f|base64offset|contains|all: ['ping', 'pong']", { f: btoa('ping') }, false],
    ["'|all': [one, two]", { a: 'one', b: { c: ['xtwox'] } }, true],
    ["'|contains|all': [one, two]", { a: 'two one' }, true],
    ["'|cased|all': [One, two]", { a: 'one two' }, false],
    ["'|re|i': 'A+b'", { a: 'xaab' }, true],
    ["'|re|all': ['^a', 'b$']", { x: 'a', y: 'b' }, true],
    ["'|windash': '-a'", { x: 'y /a' }, true],
    ["'|neq': one", { x: 'two' }, true],
    ["'|neq': one", { x: 'one' }, false],
    ["- '|contains': one\n- f: a", { x: 'one' }, true],
    ["- '|all': [one, two]\n- f: a", { f: 'a' }, true],
    ['- true', { x: true }, true],
    ['f|re|i|m: ^B', { f: 'a\nb' }, true],
    ['f|re: 5', { f: '456' }, true],
    ["f|re: ''", { f: 'a' }, true],
    ["f|re: ''", {}, false],
    ["f|re: '(?i)abc'", { f: 'ABC' }, true],
    ["f|re|all: ['(?i)A', 'b']", { f: 'ab' }, true],
    ['f|gte: [5, 10]', { f: 6 }, true],
    ['f|gte|all: [5, 10]', { f: 6 }, false],
    ['f|lte: 0x10', { f: 16 }, true],
    ['f|gte: 5', { f: '0x10' }, false],
    ['f|gt: 1.5', { f: '2' }, true],
    ['f|lt: 5', { f: [9, 3] }, true],
    ['f|cidr: 192.0.2.1', { f: '192.0.2.1' }, true],
    ["f|cidr: '::ffff:0:0/96'", { f: '::ffff:192.0.2.1' }, true],
    ['f|cidr: 10.0.0.0/8', { f: '::ffff:10.1.2.3' }, false],
    ["f|cidr: 'fe80::/10'", { f: 'fe80::1%eth0' }, true],
    ["f|cidr: '0.0.0.0/0'", { f: '203.0.113.9' }, true],
    ["f|cidr: '0.0.0.0/0'", { f: '::1' }, false],
    ['f|fieldref: [g, h]', { f: 'a', h: 'A' }, true],
    ['f|fieldref|all: [g, h]', { f: 'a', g: 'a', h: 'b' }, false],
    ['f|fieldref: g', { f: 1, g: '1' }, true],
    ['f|fieldref: g', { f: null, g: null }, false],
    ['f|fieldref: g', {}, false],
    ['f|fieldref: g', { f: '', g: '' }, true],
    ['f|fieldref|neq: g', { f: 'a' }, true],
    ['f|minute|gte: 5', { f: '2024-01-01T10:06:00' }, true],
    ['f|hour: 5', { f: '2024-01-01 05:06:00.123' }, true],
    ['f|week: 1', { f: '2024-12-30' }, true],
    ['f|week: 53', { f: '2020-12-31' }, true],
    ["f|exists: 'no'", {}, true],
    ['f|exists: yes', { f: null }, true],
  ])('%s on %j: %s', one);

  it.each([
    [
      'f|exists: no',
      '7:5 warning sigma.bad-value: exists takes true or false; the text "no" is read as false',
    ],
    [
      "f|exists: 'TRUE'",
      '7:5 warning sigma.bad-value: exists takes true or false; the text "true" is read as true',
    ],
    ["f|exists: ''", '7:5 error sigma.bad-value: exists needs a field and true or false'],
    ['f|exists: [yes, no]', '7:5 error sigma.bad-value: exists needs a field and true or false'],
    [
      'f|contains: true',
      '7:17 error sigma.bad-modifier: The modifier contains cannot be applied to this value',
    ],
    ['- null', '7:7 error sigma.bad-value: A keyword must be text, a number, true or false'],
    ['f: [[a]]', '7:9 error sigma.bad-value: A list cannot be a value'],
    ['f: []', '7:8 error sigma.bad-value: The list of values is empty'],
    ['f | contains: a', '7:5 error sigma.unknown-modifier: Unknown modifier " contains"'],
  ])('says of %s: %s', (detection, wanted) => expect(complaints(selection(detection))).toEqual([wanted]));
});

describe('conditions as people write them', () => {
  const all =
    'sel_a: { f: a }\nsel-b: { g: b }\nsel.c: { h: c }\nandroid: { i: d }\nnotes: { j: e }\n_base: { k: k }\n';
  it.each<[string, SigmaEvent['fields'], boolean]>([
    ['sel_a AND NOT sel-b', { f: 'a' }, true],
    ['sel_a AND NOT sel-b', { f: 'a', g: 'b' }, false],
    ['sel_a Or sel.c', { h: 'c' }, true],
    ['1 OF sel*', { h: 'c' }, true],
    ['All of THEM', { f: 'a', g: 'b', h: 'c', i: 'd', j: 'e' }, true],
    ['All of THEM', { f: 'a', g: 'b', h: 'c', i: 'd' }, false],
    ['android and not notes', { i: 'd' }, true],
    ['not notes and android', { i: 'd', j: 'e' }, false],
    ['sel_a and not(sel-b)', { f: 'a' }, true],
    ['(sel_a)and(sel-b)', { f: 'a', g: 'b' }, true],
    ['((sel_a or (sel-b and (sel.c))))', { g: 'b', h: 'c' }, true],
    ['>\n  sel_a and\n  not 1 of\n  sel-*', { f: 'a' }, true],
    ['1 of sel_a', { f: 'a' }, true],
    ['all of sel_a', { f: 'b' }, false],
    ['not all of sel*', { f: 'a' }, true],
    ['not all of sel*', { f: 'a', g: 'b', h: 'c' }, false],
    ['not 1 of sel* and _base', { k: 'k' }, true],
    ['sel_a and _base', { f: 'a', k: 'k' }, true],
    ['1 of *e*', { k: 'k' }, false],
    ['1 of *e*', { j: 'e' }, true],
    ['all of *_a*', { f: 'a' }, true],
    ['1 of them and not 1 of them', { f: 'a' }, false],
    ['[sel_a, sel-b, not sel.c]', { h: 'x' }, true],
    ['sel_a or sel-b and not sel.c or android', { g: 'b', h: 'c' }, false],
  ])('%s on %j: %s', (condition, fields, wanted) =>
    expect(fires(`${all}condition: ${condition}`, fields)).toBe(wanted),
  );
});

describe('files as people write them', () => {
  const rule =
    'title: t\nid: R\nlevel: low\nlogsource: { product: P }\ndetection:\n  s: { f: a }\n  condition: s\n';
  it.each([
    ['as it should be', rule],
    ['with a byte order mark', `\ufeff${rule}`],
    ['with line ends of Windows', rule.replaceAll('\n', '\r\n')],
    ['with marks of documents around it', `---\n${rule}---\n`],
    [
      'with comments, dates and fields of its own',
      `# c\ndate: 2024/01/02\nmodified: 2024-01-03\nmine: [1, { a: b }]\n${rule}`,
    ],
    ['without a line end', rule.trimEnd()],
    ['with a keyword that is no list', rule.replace('s: { f: a }', 's: a')],
  ])('a rule %s', (_, text) => {
    const { counts, diagnostics, engine } = loadSigma([{ path: 'r.yml', text }]);
    expect([counts, diagnostics]).toEqual([{ read: 1, loaded: 1, rejected: 0 }, []]);
    const hits = engine.evaluate({ logsource: { product: 'p' }, fields: { f: 'a' } });
    expect(hits.map((hit) => hit.rule.id)).toEqual(['r']);
  });
});
