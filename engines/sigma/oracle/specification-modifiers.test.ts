import { describe, expect, it } from 'vitest';
import type { SigmaEvent } from '../api.ts';
import { complaints, fires, selection } from './both-engines.ts';

type Row = [detection: string, fields: SigmaEvent['fields'], wanted: boolean];
const one = (detection: string, fields: SigmaEvent['fields'], wanted: boolean) =>
  expect(fires(selection(detection), fields)).toBe(wanted);

describe('modifiers appendix 2.1.0, "Generic Modifiers"', () => {
  it.each<Row>([
    // all: or between values becomes and.
    ['f|contains|all: [a, b]', { f: 'b a' }, true],
    ['f|contains|all: [a, b]', { f: 'a' }, false],
    ['f|all|contains: [a, b]', { f: 'a' }, false],
    ['f|re|all: [a, b]', { f: 'ab' }, true],
    ['f|all: [a, b]', { f: ['a', 'b'] }, true],
    // startswith, endswith, contains.
    ['f|startswith: adm', { f: 'ADMIN' }, true],
    ['f|startswith: adm', { f: 'xadm' }, false],
    ["f|endswith: '\\cmd.exe'", { f: 'C:\\CMD.EXE' }, true],
    ["f|endswith: '\\cmd.exe'", { f: 'cmd.exe' }, false],
    ['f|contains: b', { f: 'ABC' }, true],
    ["f|contains: 'a*c'", { f: 'xabbcx' }, true],
    ['f|contains: 62', { f: 4625 }, true],
    ['f|startswith: 46', { f: 4625 }, true],
    ['f|contains: [x, b]', { f: 'abc' }, true],
    // cased: case counts.
    ['f|cased: Abc', { f: 'Abc' }, true],
    ['f|cased: Abc', { f: 'abc' }, false],
    ['f|contains|cased: B', { f: 'abc' }, false],
    ['f|cased|endswith: C', { f: 'abC' }, true],
    ["f|cased: 'A*'", { f: 'abc' }, false],
    // neq: different from the values.
    ['f|neq: a', { f: 'b' }, true],
    ['f|neq: a', { f: 'A' }, false],
    ['f|neq: [a, b]', { f: 'b' }, false],
    ['f|neq: [a, b]', { f: 'c' }, true],
    ['f|neq: 5', { f: '5' }, false],
    ['f|neq: 5', { f: 6 }, true],
    ['f|neq: a', {}, true],
    ['f|contains|neq: a', { f: 'bab' }, false],
    ['f|contains|all|neq: [a, b]', { f: 'a' }, true],
    ['f|cased|neq: A', { f: 'a' }, true],
    ['f|re|neq: ^a', { f: 'ba' }, true],
  ])('%s on %j: %s', one);
});

describe('modifiers appendix 2.1.0, "String Modifiers"', () => {
  const dashes = ['-', '/', '\u2013', '\u2014', '\u2015'];
  it.each(dashes.flatMap((first) => dashes.map((second) => [first, second])))(
    'windash: "-a /b" fits "%sa %sb"',
    (first, second) => one("f|contains|windash: '-a /b'", { f: `x ${first}A ${second}b` }, true),
  );

  it.each<Row>([
    ["f|windash|contains: '-a'", { f: 'x /a' }, true],
    ["f|contains|windash: '\u2015a'", { f: '-a' }, true],
    ["f|contains|windash: '-a'", { f: '+a' }, false],
    ["f|contains|windash|all: ['-a', '-b']", { f: '/a \u2014b' }, true],
    ["f|contains|windash|all: ['-a', '-b']", { f: '/a' }, false],
    ["f|windash|cased: '-A'", { f: '/a' }, false],
    // Encodings see each permutation.
    ["f|windash|base64: '-a'", { f: btoa('/a') }, true],
    ["f|windash|wide|base64offset|contains: '-a'", { f: btoa('xy\u0013\u0020a\0') }, true],
    ["f|contains: '-a'", { f: '/a' }, false],
  ])('%s on %j: %s', one);
});

describe('modifiers appendix 2.1.0, "Regular Expression"', () => {
  it.each<Row>([
    ['f|re: a.c', { f: 'xabcx' }, true],
    ['f|re: a.c', { f: 'a\nc' }, false],
    ['f|re: ^b', { f: 'ab' }, false],
    ['f|re: b$', { f: 'ab' }, true],
    ['f|re: ^ab*c+d?e{2,3}$', { f: 'accee' }, true],
    ["f|re: '^[a-c]+$'", { f: 'abcd' }, false],
    ["f|re: '[^a-c]'", { f: 'abcd' }, true],
    ['f|re: ^(ab|cd)+$', { f: 'abcdab' }, true],
    ['f|re: A', { f: 'a' }, false],
    ["f|re: 'a\\*\\\\'", { f: 'a*\\' }, true],
    ["f|re: '^12'", { f: 123 }, true],
    ['f|re: [x, b]', { f: 'abc' }, true],
    // i, m, s and their combinations.
    ['f|re|i: ^A', { f: 'abc' }, true],
    ['f|re|m: ^b$', { f: 'a\nb\nc' }, true],
    ['f|re: ^b$', { f: 'a\nb\nc' }, false],
    ['f|re|s: a.c', { f: 'a\nc' }, true],
    ['f|re|i|m|s: ^B.C', { f: 'a\nb\nc' }, true],
    ["f|re|i: '[^a]'", { f: 'A' }, false],
  ])('%s on %j: %s', one);
});

describe('modifiers appendix 2.1.0, "Encoding"', () => {
  const text = 'ping 192.0.2.1';
  it.each<Row>([
    ["f|base64: 'foobar'", { f: 'Zm9vYmFy' }, true],
    ['f|base64|contains: foo', { f: 'x Zm9v x' }, true],
    ['f|base64: é', { f: 'w6k=' }, true],
    ["f|base64: 'a\\*b'", { f: btoa('a*b') }, true],
    ...['', 'x', 'xy', 'xyz'].map(
      (before): Row => [`f|base64offset|contains: '${text}'`, { f: btoa(`${before}${text} end`) }, true],
    ),
    ['f|base64offset|contains: ping', { f: btoa('pong') }, false],
    // cmd: 63 00 6d 00 64 00; 00 63 00 6d 00 64; FF FE 63 00 6d 00 64 00.
    ['f|utf16le|base64: cmd', { f: btoa('c\0m\0d\0') }, true],
    ['f|wide|base64: cmd', { f: btoa('c\0m\0d\0') }, true],
    ['f|utf16be|base64: cmd', { f: btoa('\0c\0m\0d') }, true],
    ['f|utf16|base64: cmd', { f: btoa('\u00ff\u00fec\0m\0d\0') }, true],
    ['f|wide|base64offset|contains: cmd', { f: btoa('__c\0m\0d\0__') }, true],
    ['f|base64|contains|all: [foo, bar]', { f: 'Zm9v YmFy' }, true],
    ['f|base64|cased: foo', { f: 'ZM9V' }, false],
  ])('%s on %j: %s', one);
});

describe('modifiers appendix 2.1.0, "Numeric Modifiers"', () => {
  it.each<Row>([
    ['f|lt: 5', { f: 4 }, true],
    ['f|lt: 5', { f: 5 }, false],
    ['f|lte: 5', { f: 5 }, true],
    ['f|gt: 5', { f: '5.5' }, true],
    ['f|gt: -1', { f: '-2' }, false],
    ['f|gte: 5', { f: '5' }, true],
    ['f|gte: 5', { f: 'five' }, false],
    ['f|gte: 5', {}, false],
    ['f|gt: 5\nf|lt: 8', { f: 6 }, true],
    ['f|gt|neq: 5', { f: 5 }, true],
    ['f|neq: 5', { f: '5.0' }, false],
  ])('%s on %j: %s', one);
});

describe('modifiers appendix 2.1.0, "Time Modifiers"', () => {
  const f = '2025-08-02T23:45:06Z';
  it.each<Row>([
    ['f|minute: 45', { f }, true],
    ['f|hour: 23', { f }, true],
    ['f|day: 2', { f }, true],
    ['f|week: 31', { f }, true],
    ['f|month: 8', { f }, true],
    ["f|month: '08'", { f }, true],
    ['f|year: 2025', { f }, true],
    ['f|hour|gte: 22', { f }, true],
    ['f|hour|lt: 6', { f }, false],
    ['f|hour: [0, 23]', { f }, true],
    ['f|hour|neq: 23', { f }, false],
    ['f|hour: 0', { f: 'noon' }, false],
  ])('%s on %j: %s', one);
});

describe('modifiers appendix 2.1.0, "IP Modifiers" and "Specific Modifiers"', () => {
  it.each<Row>([
    ['f|cidr: 10.0.0.0/8', { f: '10.1.2.3' }, true],
    ['f|cidr: 10.0.0.0/8', { f: '11.1.2.3' }, false],
    ["f|cidr: ['192.0.2.0/24', '2001:db8::/32']", { f: '2001:DB8::1' }, true],
    ['f|cidr: 10.0.0.0/8', { f: 'host' }, false],
    ['f|cidr|neq: 10.0.0.0/8', { f: '192.0.2.1' }, true],
    ['f|fieldref: g', { f: 'A', g: 'a' }, true],
    ['f|fieldref: g', { f: 'a', g: 'b' }, false],
    ['f|fieldref: g', { f: 'a' }, false],
    ['f|fieldref|neq: g', { f: 'a', g: 'b' }, true],
    ['f|fieldref|startswith: g', { f: 'abc', g: 'AB' }, true],
    ['f|fieldref|endswith: g', { f: 'abc', g: 'bc' }, true],
    ['f|fieldref|contains: g', { f: 'abc', g: 'B' }, true],
    ['f|fieldref|cased: g', { f: 'A', g: 'a' }, false],
    ["f|fieldref: 'g.h'", { f: 'a', g: { h: 'a' } }, true],
    ['f|fieldref: g', { f: 'a*', g: 'abc' }, false],
  ])('%s on %j: %s', one);
});

describe('combinations that the appendix does not allow', () => {
  it.each([
    [
      'f|contains: null',
      '7:17 error sigma.bad-modifier: The modifier contains cannot be applied to this value',
    ],
    [
      'f|re|cidr: 10.0.0.0/8',
      '7:16 error sigma.bad-modifier: The modifier cidr cannot be applied to this value',
    ],
    ['f|re|base64: a', '7:18 error sigma.bad-modifier: The modifier base64 cannot be applied to this value'],
    [
      'f|re|windash: a',
      '7:19 error sigma.bad-modifier: The modifier windash cannot be applied to this value',
    ],
    [
      'f|cidr|contains: 10.0.0.0/8',
      '7:22 error sigma.bad-modifier: The modifier contains cannot be applied to this value',
    ],
    [
      'f|gt|contains: 5',
      '7:20 error sigma.bad-modifier: The modifier contains cannot be applied to this value',
    ],
    ['f|windash: 5', '7:16 error sigma.bad-modifier: The modifier windash cannot be applied to this value'],
    ['f|base64: 5', '7:15 error sigma.bad-modifier: The modifier base64 cannot be applied to this value'],
    ['f|contains|base64: a', '7:24 error sigma.bad-modifier: base64 cannot encode a wildcard'],
    ["f|wide|base64: 'a?'", '7:20 error sigma.bad-modifier: base64 cannot encode a wildcard'],
    [
      'f|wide|utf16be: a',
      '7:21 error sigma.bad-modifier: The modifier utf16be cannot be applied to this value',
    ],
    ['f|contains|re: a', '7:20 error sigma.bad-modifier: The modifier re cannot be applied to this value'],
    [
      'f|contains|fieldref: g',
      '7:26 error sigma.bad-modifier: The modifier fieldref cannot be applied to this value',
    ],
    ['f|i: a', '7:5 error sigma.bad-modifier: i stands without re before it'],
    ['f|re|i|cased: a', '7:5 error sigma.bad-modifier: cased and i contradict each other'],
    ["f|lt: '5'", '7:11 error sigma.bad-value: lt needs a number'],
    ['f|gt|lt: 5', '7:14 error sigma.bad-value: lt needs a number'],
    ['f|exists: 1', '7:5 error sigma.bad-value: exists needs a field and true or false'],
    ['f|exists: [true, false]', '7:5 error sigma.bad-value: exists needs a field and true or false'],
    [
      'f|exists|contains: true',
      '7:24 error sigma.bad-modifier: The modifier contains cannot be applied to this value',
    ],
    ['f|exists|neq: true', '7:5 error sigma.bad-modifier: exists cannot stand with other modifiers'],
    ["'|exists': true", '7:5 error sigma.bad-modifier: exists needs a field'],
    ["'|fieldref': g", '7:5 error sigma.bad-modifier: fieldref needs a field'],
    ["'|gt': 5", '7:5 error sigma.bad-modifier: gt needs a field'],
    ['f|hour|day: 5', '7:5 error sigma.bad-modifier: Only one part of a date can be taken'],
    ['f|hour: noon', '7:13 error sigma.bad-value: A part of a date is a number'],
    ['f|hour|contains: 2', '7:22 error sigma.bad-value: A part of a date is a number'],
    ['f|cidr: 10.0.0.0/33', '7:13 error sigma.bad-value: Not an address range'],
    ['f|not: a', '7:5 error sigma.unknown-modifier: Unknown modifier "not"'],
    ["'f|': a", '7:5 error sigma.unknown-modifier: Unknown modifier ""'],
    ['f|Contains: a', '7:5 error sigma.unknown-modifier: Unknown modifier "Contains"'],
    ['f|contains|all: a', '7:5 warning sigma.bad-modifier: all stands with a single value'],
    [
      `f|windash|base64: '${'-'.repeat(6)}'`,
      '7:23 error sigma.too-large: The value has more dashes than can be encoded in every spelling',
    ],
  ])('%s', (detection, wanted) => expect(complaints(selection(detection))).toEqual([wanted]));
});
