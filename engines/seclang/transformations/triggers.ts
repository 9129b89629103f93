import type { TransformationName } from './index.ts';
import { parityEven7bit, parityOdd7bit, parityZero7bit } from './parity.ts';
import type { Transformation } from './transformation.ts';
import { uppercase } from './uppercase.ts';
import { urlEncode } from './url-encode.ts';

/**
 * What a value must hold for a transformation to change it: one of the bytes, or one of the texts, or be one of the
 * values of `whole`, or begin or end with one of the bytes of `edges`. A value that holds none of these comes back
 * unchanged; where `foldsCase` is said, unchanged but for ASCII letters in lower case.
 */
export interface Trigger {
  readonly bytes: readonly number[];
  /** Two characters each, in the case given. */
  readonly texts?: readonly string[];
  /** Values that are changed although they hold none of the above. */
  readonly whole?: readonly string[];
  /** Bytes that matter only at the first and at the last place of a value. */
  readonly edges?: readonly number[];
  readonly foldsCase?: true;
}

const BACKSLASH: Trigger = { bytes: [0x5c] };
const NULL_BYTE: Trigger = { bytes: [0] };
const FORM: Trigger = { bytes: [0x25, 0x2b] };
/** White space but the blank. */
const CONTROLS = [0x09, 0x0a, 0x0b, 0x0c, 0x0d] as const;
const NO_BREAK_SPACE = 0xa0;
const TRIM: Trigger = { bytes: [], edges: [...CONTROLS, 0x20] };
/** A lone dot is a path of no segments; that is the one value without a slash that is changed. */
const PATH: Trigger = { bytes: [], texts: ['//', '/.', './'], whole: ['.'] };
const WINDOWS_PATH: Trigger = { ...PATH, bytes: [0x5c] };

/** By transformation, when it changes a value; null: it may change any. */
export const TRIGGERS = {
  base64Decode: null,
  base64DecodeExt: null,
  base64Encode: null,
  cmdLine: {
    bytes: [0x09, 0x0a, 0x0d, ...codesOf('"\',;\\^')],
    texts: ['  ', ' /', ' ('],
    foldsCase: true,
  },
  compressWhitespace: { bytes: [...CONTROLS, NO_BREAK_SPACE], texts: ['  '] },
  cssDecode: BACKSLASH,
  escapeSeqDecode: BACKSLASH,
  hexDecode: null,
  hexEncode: null,
  htmlEntityDecode: { bytes: codesOf('&') },
  jsDecode: BACKSLASH,
  length: null,
  lowercase: { bytes: [], foldsCase: true },
  md5: null,
  normalisePath: PATH,
  normalisePathWin: WINDOWS_PATH,
  normalizePath: PATH,
  normalizePathWin: WINDOWS_PATH,
  parityEven7bit: changedBy(parityEven7bit),
  parityOdd7bit: changedBy(parityOdd7bit),
  parityZero7bit: changedBy(parityZero7bit),
  removeComments: { bytes: codesOf('#'), texts: ['/*', '--'] },
  removeCommentsChar: { bytes: codesOf('#'), texts: ['/*', '*/', '--'] },
  removeNulls: NULL_BYTE,
  removeWhitespace: { bytes: [...CONTROLS, 0x20, NO_BREAK_SPACE] },
  replaceComments: { bytes: [], texts: ['/*'] },
  replaceNulls: NULL_BYTE,
  sha1: null,
  sqlHexDecode: { bytes: [], texts: ['0x', '0X'] },
  trim: TRIM,
  trimLeft: TRIM,
  trimRight: TRIM,
  uppercase: changedBy(uppercase),
  urlDecode: FORM,
  urlDecodeUni: FORM,
  urlEncode: changedBy(urlEncode),
  // Bytes that promise more to come, and NUL.
  utf8toUnicode: { bytes: [0, ...range(0xc0, 0xf7)] },
} satisfies Readonly<Record<TransformationName, Trigger | null>>;

function codesOf(text: string): readonly number[] {
  return Array.from(text, (char) => char.charCodeAt(0));
}

function range(first: number, last: number): readonly number[] {
  return Array.from({ length: last - first + 1 }, (_, at) => first + at);
}

/** The trigger of a transformation that maps each byte by itself. */
function changedBy(transformation: Transformation): Trigger {
  const isChanged = (byte: number) => transformation(String.fromCharCode(byte)) !== String.fromCharCode(byte);
  return { bytes: range(0, 255).filter(isChanged) };
}
