import { describe, expect, it } from 'vitest';
import { buildChunk, buildFile, type Value } from '../testing/build-evtx.ts';
import { readAll } from '../testing/read-all.ts';

const EVENT_DATA = {
  name: 'Event',
  children: [
    { name: 'EventData', children: [{ name: 'Data', attributes: { Name: 'v' }, children: [{ slot: 0 }] }] },
  ],
};

/** The field `v` of an event whose only value this is; the compiled and the plain way must agree. */
function fieldOf(value: Value): unknown {
  const { lines, fields, diagnostics } = readAll(
    buildFile([buildChunk([{ root: EVENT_DATA, values: [value] }])]),
  );
  expect(diagnostics).toEqual([]);
  const parsed = JSON.parse(lines[0] ?? 'null') as { readonly v?: unknown };
  expect(parsed).toEqual(fields[0]);
  return parsed.v;
}

const hex = (digits: string) => Buffer.from(digits.replaceAll(' ', ''), 'hex');
const utf16 = (value: string) => Buffer.from(value, 'utf16le');

describe('values of each type', () => {
  it.each<readonly [what: string, type: number, bytes: Buffer, wanted: unknown]>([
    ['nothing', 0x00, hex(''), null],
    ['text', 0x01, utf16('C:\\a "b"\r\n\t\u0001 é 漢 \u{1f600}'), 'C:\\a "b"\r\n\t\u0001 é 漢 \u{1f600}'],
    ['text that is empty', 0x01, hex(''), ''],
    ['text with its ending zero', 0x01, utf16('a\0'), 'a'],
    ['text with a zero within', 0x01, utf16('a\0b'), 'a\0b'],
    ['text with half a pair', 0x01, hex('00d8 6100'), '\ud800a'],
    ['text with a pair the wrong way round', 0x01, hex('00dc 00d8'), '\udc00\ud800'],
    ['text of an odd length', 0x01, hex('6100 62'), 'a'],
    ['text in Windows-1252', 0x02, hex('61 80 e9 00'), 'a€é'],
    ['a signed byte', 0x03, hex('80'), -128],
    ['a byte', 0x04, hex('ff'), 255],
    ['16 bits, signed', 0x05, hex('0080'), -32_768],
    ['16 bits', 0x06, hex('5012'), 4688],
    ['32 bits, signed', 0x07, hex('ffffffff'), -1],
    ['32 bits', 0x08, hex('ffffffff'), 4_294_967_295],
    ['zero', 0x08, hex('00000000'), 0],
    ['64 bits, signed', 0x09, hex('feffffffffffffff'), -2],
    ['64 bits, signed, past a double', 0x09, hex('0000000000000080'), '-9223372036854775808'],
    ['64 bits', 0x0a, hex('ffffffffffff1f00'), Number.MAX_SAFE_INTEGER],
    ['64 bits, past a double', 0x0a, hex('0000000000002000'), '9007199254740992'],
    ['a single', 0x0b, hex('cdcccc3d'), 0.1],
    ['a double', 0x0c, hex('9a9999999999b93f'), 0.1],
    ['infinity', 0x0c, hex('000000000000f0ff'), '-INF'],
    ['no number', 0x0b, hex('0000c07f'), 'NaN'],
    ['true', 0x0d, hex('01000000'), true],
    ['false', 0x0d, hex('00000000'), false],
    ['bytes', 0x0e, hex('00ab10'), '00AB10'],
    ['a GUID', 0x0f, hex('25968454785494 49a5ba3e3b0328c30d'), '{54849625-5478-4994-A5BA-3E3B0328C30D}'],
    ['a size of 32 bits', 0x10, hex('e7030000'), '0x3e7'],
    ['a size of 64 bits', 0x10, hex('e703000001000000'), '0x1000003e7'],
    ['a time', 0x11, hex('804cd40681a952d501'.slice(2)), '2019-08-14T14:06:44.4956748Z'],
    ['the first time', 0x11, hex('0000000000000000'), '1601-01-01T00:00:00.0000000Z'],
    ['the last time', 0x11, hex('ffffffffffffffff'), '60056-05-28T05:36:10.9551615Z'],
    ['a system time', 0x12, hex('e307 0800 0300 0e00 0e00 0600 2c00 ef01'), '2019-08-14T14:06:44.495Z'],
    ['an identifier', 0x13, hex('01 01 000000000005 12000000'), 'S-1-5-18'],
    ['an identifier of an account', 0x13, hex('0102 000000000005 15000000 e8030000'), 'S-1-5-21-1000'],
    ['an identifier with a large authority', 0x13, hex('0101 010000000000 00000000'), 'S-1-0x010000000000-0'],
    ['32 bits, hexadecimal', 0x14, hex('ffff1f00'), '0x1fffff'],
    ['64 bits, hexadecimal', 0x15, hex('0000000000002080'), '0x8020000000000000'],
    ['64 bits, hexadecimal, zero', 0x15, hex('0000000000000000'), '0x0'],
    ['a type that is not known', 0x22, hex('01ff'), '01FF'],
    ['a number without its bytes', 0x08, hex(''), null],
    ['texts', 0x81, utf16('a\0b\0'), ['a', 'b']],
    ['texts, the last one empty', 0x81, utf16('a\0\0'), ['a', '']],
    ['one text', 0x81, utf16('a\0'), 'a'],
    ['no texts', 0x81, hex(''), null],
    ['texts in Windows-1252', 0x82, hex('61 00 62'), ['a', 'b']],
    ['numbers', 0x86, hex('0100 0200'), [1, 2]],
    ['truths', 0x8d, hex('01000000 00000000'), [true, false]],
    ['GUIDs', 0x8f, Buffer.alloc(32), Array(2).fill('{00000000-0000-0000-0000-000000000000}')],
    ['sizes', 0x90, hex('0100000000000000 0200000000000000'), ['0x1', '0x2']],
    [
      'identifiers',
      0x93,
      hex('0101000000000005 12000000 0101000000000005 13000000'),
      ['S-1-5-18', 'S-1-5-19'],
    ],
    ['hexadecimal numbers', 0x94, hex('01000000 10000000'), ['0x1', '0x10']],
  ])('%s (type %i)', (_, type, bytes, wanted) => expect(fieldOf({ type, bytes })).toEqual(wanted));

  it.each<readonly [what: string, type: number, bytes: Buffer, message: string]>([
    ['32 bits in two bytes', 0x08, hex('0100'), 'a value of type 0x8 with 2 bytes instead of 4'],
    ['a cut GUID', 0x0f, hex('00'), 'a value of type 0xf with 1 bytes instead of 16'],
    ['an identifier that counts too much', 0x13, hex('01ff000000000005'), 'a security identifier of 8 bytes'],
  ])('%s is damage', (_, type, bytes, message) => {
    const file = buildFile([buildChunk([{ root: EVENT_DATA, values: [{ type, bytes }] }])]);
    const { lines, diagnostics } = readAll(file);
    expect(lines).toEqual([null]);
    expect(diagnostics[0]).toBe(
      `a.evtx@0x1200: error evtx.unreadable-record: Record 1 cannot be decoded: ${message}\n` +
        '  help: The record is left out; look at it with another tool if it matters.',
    );
  });
});
