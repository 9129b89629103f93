import { describe, expect, it } from 'vitest';
import type { SigmaEvent } from '../api.ts';
import { parseSigma } from '../load.ts';
import { complaints, fires, selection } from './both-engines.ts';

type Row = [detection: string, fields: SigmaEvent['fields'], wanted: boolean];
const check = (detection: string, fields: SigmaEvent['fields'], wanted: boolean) =>
  expect(fires(detection, fields)).toBe(wanted);
const one = (detection: string, fields: SigmaEvent['fields'], wanted: boolean) =>
  check(selection(detection), fields, wanted);

describe('rules specification, "General"', () => {
  it.each<Row>([
    // All values are treated as case-insensitive strings.
    ['f: Abc', { f: 'aBC' }, true],
    ['f: straße', { f: 'STRAßE' }, true],
    ['f: 4625', { f: '4625' }, true],
    ["f: '4625'", { f: 4625 }, true],
    ['f: 4625', { f: 4625 }, true],
    ['f: 4625', { f: '04625' }, true],
    ['f: 4625', { f: '4625 ' }, false],
    ['f: 1.5', { f: '1.50' }, true],
    ['f: true', { f: 'TRUE' }, true],
    ['f: true', { f: true }, true],
    ['f: true', { f: 1 }, false],
    ["f: 'true'", { f: true }, true],
    ['f: 0x17', { f: '0x17' }, true],
    ['f: 0x17', { f: 23 }, true],
    ["f: '0x17'", { f: 23 }, false],
    ['f: 12345678901234567890', { f: '12345678901234567890' }, true],
    ['f: 12345678901234567890', { f: '12345678901234567891' }, false],
    // Case is folded for A to Z only: the long s and the Kelvin sign are no letters of ASCII.
    ['f: s', { f: '\u017f' }, false],
    ['f: k', { f: '\u212a' }, false],
    ['f: é', { f: 'É' }, false],
    // Regular expressions are case-sensitive by default.
    ['f|re: abc', { f: 'ABC' }, false],
    // No characters but the quotation marks have to be escaped.
    ["f: 'it''s [a] (b) {c} ^d$ .+|%&'", { f: "it's [a] (b) {c} ^d$ .+|%&" }, true],
  ])('%s on %j: %s', one);
});

describe('rules specification, "String Wildcard"', () => {
  it.each<Row>([
    // ? replaces a single mandatory character.
    ["f: 'prog?.exe'", { f: 'progA.exe' }, true],
    ["f: 'prog?.exe'", { f: 'prog.exe' }, false],
    ["f: 'prog?.exe'", { f: 'progAB.exe' }, false],
    ["f: 'a?c'", { f: 'a😀c' }, true],
    ["f: 'a?c'", { f: 'a\nc' }, true],
    // * replaces a text of any length.
    ["f: 'antivirus_V*.exe'", { f: 'antivirus_V21.2.1.exe' }, true],
    ["f: 'antivirus_V*.exe'", { f: 'antivirus_V.exe' }, true],
    ["f: 'a*c'", { f: 'a\nb\nc' }, true],
    ["f: '*a*b*'", { f: 'xbxa' }, false],
    ["f: '*'", { f: '' }, true],
    ["f: '*'", {}, false],
    ["f: '?*'", { f: '' }, false],
  ])('%s on %j: %s', one);
});

describe('rules specification, "Escaping"', () => {
  it.each<Row>([
    // A plain backslash not followed by a wildcard: single or double.
    ["f: 'C:\\a'", { f: 'C:\\a' }, true],
    ["f: 'C:\\\\a'", { f: 'C:\\a' }, true],
    ["f: 'a\\'", { f: 'a\\' }, true],
    ["f: '\\'", { f: '\\' }, true],
    // A wildcard is escaped to be plain.
    ["f: 'a\\*'", { f: 'a*' }, true],
    ["f: 'a\\*'", { f: 'ab' }, false],
    ["f: 'a\\?'", { f: 'a?' }, true],
    ["f: 'a\\?'", { f: 'ab' }, false],
    // An escaped backslash, then a wildcard.
    ["f: 'a\\\\*'", { f: 'a\\bcd' }, true],
    ["f: 'a\\\\*'", { f: 'a*' }, false],
    ["f: 'a\\\\?'", { f: 'a\\b' }, true],
    // Three backslashes: both are plain.
    ["f: 'a\\\\\\*'", { f: 'a\\*' }, true],
    ["f: 'a\\\\\\*'", { f: 'a\\b' }, false],
    // Three or four backslashes are two.
    ["f: 'a\\\\\\b'", { f: 'a\\\\b' }, true],
    ["f: 'a\\\\\\\\b'", { f: 'a\\\\b' }, true],
    ["f: 'a\\\\\\\\*'", { f: 'a\\\\b' }, true],
    ["f|endswith: '\\\\example.exe'", { f: 'C:\\example.exe' }, true],
    ["f|contains: '\\*'", { f: 'a*b' }, true],
    ["f|contains: '\\*'", { f: 'ab' }, false],
    ["f|startswith: '\\\\\\\\'", { f: '\\\\host\\share' }, true],
    ["f|startswith: '\\\\\\\\'", { f: '\\host' }, false],
  ])('%s on %j: %s', one);
});

describe('rules specification, "Lists", "Maps", "Keywords search"', () => {
  it.each<Row>([
    // Strings of a list are applied to the whole event and linked by or.
    ["- EVILSERVICE\n- 'svchost.exe -n evil'", { a: 'the EvilService ran' }, true],
    ["- EVILSERVICE\n- 'svchost.exe -n evil'", { a: { b: ['C:\\svchost.exe -n evil'] } }, true],
    ['- one', { one: 'two' }, false],
    ["- 'o*e'", { a: 'xo--ex' }, true],
    ['- 42', { a: 1425 }, true],
    ["'|all': [one, two]", { a: 'one', b: 'two' }, true],
    ["'|all': [one, two]", { a: 'one' }, false],
    ["'|contains': one", { a: 'xonex' }, true],
    ["'|cased': One", { a: 'one' }, false],
    ["'|re': 'o.e'", { a: 'xonex' }, true],
    ["'|startswith': one", { a: 'xone' }, true],
    // Maps of a list are linked by or.
    ["- Image|endswith: '\\\\example.exe'\n- Description|contains: 'Test'", { Description: 'a test' }, true],
    ['- f: a\n  g: b\n- h: c', { f: 'a', h: 'c' }, true],
    ['- f: a\n  g: b\n- h: c', { f: 'a' }, false],
    ['- f: a\n- word', { x: 'a word' }, true],
    // Elements of a map are linked by and, values of a list by or.
    ['EventLog: Security\nEventID: [517, 1102]', { EventLog: 'Security', EventID: 1102 }, true],
    ['EventLog: Security\nEventID: [517, 1102]', { EventLog: 'System', EventID: 1102 }, false],
    ['EventLog: Security\nEventID: [517, 1102]', { EventLog: 'Security', EventID: 4624 }, false],
  ])('%s on %j: %s', one);
});

describe('rules specification, "Special Field Values", "Field Existence"', () => {
  it.each<Row>([
    ["f: ''", { f: '' }, true],
    ["f: ''", { f: null }, false],
    ["f: ''", {}, false],
    ["f: ''", { f: ' ' }, false],
    ['f: null', { f: null }, true],
    ['f: null', {}, true],
    ['f: null', { f: '' }, false],
    ['f: null', { f: 'null' }, false],
    ['f:', {}, true],
    ['f: [null, a]', { f: 'a' }, true],
    ['f: [null, a]', { f: 'b' }, false],
    ['f|neq: null', { f: 'a' }, true],
    ['f|neq: null', {}, false],
    // Only the presence of the field counts, be it empty or null.
    ['f|exists: true', { f: null }, true],
    ['f|exists: true', { f: '' }, true],
    ['f|exists: true', {}, false],
    ['f|exists: false', {}, true],
    ['f|exists: false', { f: '' }, false],
  ])('%s on %j: %s', one);
});

describe('rules specification, "Condition"', () => {
  const all = 'sel_a: { f: a }\nsel_b: { g: b }\nfilter: { h: c }\n_hidden: { i: d }\n';
  it.each<[string, SigmaEvent['fields'], boolean]>([
    ['sel_a or sel_b', { g: 'b' }, true],
    ['sel_a and sel_b', { g: 'b' }, false],
    // 1 of them, all of them: without identifiers that begin with an underscore.
    ['1 of them', { i: 'd' }, false],
    ['1 of them', { h: 'c' }, true],
    ['any of them', { h: 'c' }, true],
    ['all of them', { f: 'a', g: 'b', h: 'c' }, true],
    ['all of them', { f: 'a', g: 'b', i: 'd' }, false],
    // The same with patterns; one that begins with an underscore asks for such identifiers.
    ['1 of sel_*', { g: 'b' }, true],
    ['all of sel_*', { g: 'b' }, false],
    ['any of sel*a', { f: 'a' }, true],
    ['1 of *', { i: 'd' }, false],
    ['1 of _*', { i: 'd' }, true],
    ['all of *_*', { f: 'a', g: 'b' }, true],
    ['1 of sel_* and not 1 of filter*', { f: 'a' }, true],
    ['1 of sel_* and not 1 of filter*', { f: 'a', h: 'c' }, false],
    ['sel_a and not filter', { f: 'a', h: 'c' }, false],
    ['sel_a and (sel_b or filter)', { f: 'a', h: 'c' }, true],
    // Precedence, from least to most binding: or, and, not, x of, brackets.
    ['sel_a or sel_b and filter', { f: 'a' }, true],
    ['sel_b and filter or sel_a', { f: 'a' }, true],
    ['(sel_a or sel_b) and filter', { f: 'a' }, false],
    ['not sel_a or sel_b', { f: 'a', g: 'b' }, true],
    ['not sel_a and sel_b', { g: 'b' }, true],
    ['not (sel_a or sel_b)', { g: 'b' }, false],
    ['not 1 of sel_* or filter', { f: 'a' }, false],
    ['not not sel_a', { f: 'a' }, true],
    // A list of conditions is linked by or.
    ['[sel_a and sel_b, filter]', { h: 'c' }, true],
    ['[sel_a and sel_b, filter]', { f: 'a' }, false],
  ])('%s on %j: %s', (condition, fields, wanted) => check(`${all}condition: ${condition}`, fields, wanted));

  it.each([
    ['selection | count() by f > 5', '8:24 error sigma.bad-condition: Unexpected "|"'],
    ['2 of sel*', '8:14 error sigma.bad-condition: Unexpected "2"'],
    ['1 of nothing*', '8:19 error sigma.unknown-detection: No search identifier fits "nothing*"'],
    ['1 of *ection*den', '8:19 error sigma.unknown-detection: No search identifier fits "*ection*den"'],
    ['selection and', '8:27 error sigma.bad-condition: The condition ends too early'],
    ['[]', '8:3 error sigma.missing: The list of conditions is empty'],
    ['{ a: b }', '8:14 error sigma.bad-condition: The condition is not text'],
  ])('refuses %s', (condition, wanted) => {
    expect(complaints(`selection: { f: a }\n# a comment\ncondition: ${condition}`)[0]).toBe(wanted);
  });
});

describe('rules specification, "Placeholders"', () => {
  const placeholders = { Servers: ['srv*', 'db'], one: ['x'] };
  it.each<Row>([
    // Only under expand; a plain percent sign is escaped.
    ["f: '%Servers%'", { f: '%servers%' }, true],
    ["f|expand: '%Servers%'", { f: 'srv7' }, true],
    ["f|expand: '%Servers%'", { f: 'xdb' }, false],
    ["f|expand: '\\%plain%one%'", { f: '%plainx' }, true],
    ["f|expand: 'a\\%'", { f: 'a%' }, true],
    ["f|expand: 'C:\\\\%one%\\y'", { f: 'C:\\x\\y' }, true],
    ["f|expand|contains: '%Servers%'", { f: 'a db b' }, true],
    ["f|contains|expand: '%Servers%'", { f: 'a db b' }, true],
    ["f|expand|re: '^%one%$'", { f: 'x' }, true],
    ["f|expand|base64: '%one%'", { f: 'eA==' }, true],
  ])('%s on %j: %s', (detection, fields, wanted) =>
    expect(fires(selection(detection), fields, { placeholders })).toBe(wanted),
  );

  it.each([
    ["f|expand: '%nobody%'", '7:15 error sigma.unfilled-placeholder: Nothing fills the placeholder %nobody%'],
    [
      "f|expand|re: '%nobody%'",
      '7:18 error sigma.unfilled-placeholder: Nothing fills the placeholder %nobody%',
    ],
    ["f|expand|base64: '%a%'", '7:22 error sigma.unfilled-placeholder: Nothing fills the placeholder %a%'],
    [
      "f|re|expand: '%one%'",
      '7:18 error sigma.bad-modifier: The modifier expand cannot be applied to this value',
    ],
  ])('refuses %s', (detection, wanted) => {
    expect(complaints(selection(detection), { placeholders })).toEqual([wanted]);
  });
});

describe('rules specification, "Title", "Taxonomy", "Status", "Level", "LogSource"', () => {
  const rule = (lines: string) => `${lines}\nid: i\ndetection: { s: { f: a }, condition: s }\n`;
  const source = 'logsource: { product: p }';
  it.each<[name: string, text: string, wanted: readonly string[]]>([
    ['all is there', `title: t\nlevel: low\nstatus: stable\ntaxonomy: sigma\n${source}`, []],
    [
      'a long title',
      `title: ${'t'.repeat(257)}\nlevel: low\n${source}`,
      ['1:8 warning: The title is longer than 256 characters'],
    ],
    [
      'another taxonomy',
      `title: t\nlevel: low\ntaxonomy: ecs\n${source}`,
      ['3:11 warning: The rule is written in the taxonomy "ecs"; its names are taken as they stand'],
    ],
    ['an unknown status', `title: t\nlevel: low\nstatus: done\n${source}`, ['3:9 warning: Unknown status']],
    [
      'a rule that cannot be used',
      `title: t\nlevel: low\nstatus: unsupported\n${source}`,
      ['3:9 error: The rule has the status unsupported'],
    ],
    ['no level', `title: t\n${source}`, ['1:1 warning: The rule has no level; medium is taken']],
    ['no title', `level: low\n${source}`, ['1:1 error: The rule has no title']],
    ['no log source', 'title: t\nlevel: low', ['1:1 error: The rule has no logsource']],
    [
      'a log source that says nothing',
      'title: t\nlevel: low\nlogsource: { definition: d }',
      ['3:1 error: The logsource names no source'],
    ],
  ])('%s', (_, text, wanted) => {
    const { diagnostics } = parseSigma([{ path: 'r.yml', text: rule(text) }]);
    const said = diagnostics.map(
      ({ place, severity, message }) => `${place.line}:${place.column} ${severity}: ${message}`,
    );
    expect(said).toEqual(wanted);
  });
});
