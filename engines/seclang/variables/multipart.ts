import type { MultipartFlags } from '../body/parsed-body.ts';
import type { TransactionState } from '../transaction/state.ts';
import { createVariable, type Variable } from '../transaction/variable.ts';
import type { VariableReading } from './definition.ts';
import { single } from './single.ts';

const NONE: readonly Variable[] = [];

function flag(name: string, key: keyof MultipartFlags): VariableReading {
  return single(name, 'phase', ({ body }) => (body?.flags?.[key] === true ? '1' : '0'));
}

/** Flags that MULTIPART_STRICT_ERROR sums up (ModSecurity reference manual). */
const STRICT: readonly (keyof MultipartFlags)[] = [
  'boundaryQuoted',
  'boundaryWhitespace',
  'dataBefore',
  'dataAfter',
  'headerFolding',
  'lfLine',
  'missingSemicolon',
  'invalidQuoting',
  'invalidPart',
  'invalidHeaderFolding',
];

function strictError({ body }: TransactionState): string {
  if (body?.flags === undefined) return '0';
  const { flags, error } = body;
  return error !== null || STRICT.some((key) => flags[key]) ? '1' : '0';
}

/** `MULTIPART_*`: marks of a multipart body that servers may read in different ways. */
export const MULTIPART_VARIABLES = {
  /** Description: 1 where one of the other multipart flags is 1, or the body could not be read. */
  MULTIPART_STRICT_ERROR: single('MULTIPART_STRICT_ERROR', 'phase', strictError),
  /** Description: 1 where the boundary is quoted. */
  MULTIPART_BOUNDARY_QUOTED: flag('MULTIPART_BOUNDARY_QUOTED', 'boundaryQuoted'),
  /** Description: 1 where the boundary holds white space. */
  MULTIPART_BOUNDARY_WHITESPACE: flag('MULTIPART_BOUNDARY_WHITESPACE', 'boundaryWhitespace'),
  /** Description: 1 where data stands before the first part. */
  MULTIPART_DATA_BEFORE: flag('MULTIPART_DATA_BEFORE', 'dataBefore'),
  /** Description: 1 where data stands after the last part. */
  MULTIPART_DATA_AFTER: flag('MULTIPART_DATA_AFTER', 'dataAfter'),
  /** Description: 1 where a header of a part is folded over lines. */
  MULTIPART_HEADER_FOLDING: flag('MULTIPART_HEADER_FOLDING', 'headerFolding'),
  /** Description: 1 where it is folded by something else than blank and tab. */
  MULTIPART_INVALID_HEADER_FOLDING: flag('MULTIPART_INVALID_HEADER_FOLDING', 'invalidHeaderFolding'),
  /** Description: 1 where a line ends in LF alone. */
  MULTIPART_LF_LINE: flag('MULTIPART_LF_LINE', 'lfLine'),
  /** Description: 1 where lines end in CRLF and in LF alone. */
  MULTIPART_CRLF_LF_LINES: flag('MULTIPART_CRLF_LF_LINES', 'crlfLfLines'),
  /** Description: 1 where a semicolon is missing in the Content-Type. */
  MULTIPART_MISSING_SEMICOLON: flag('MULTIPART_MISSING_SEMICOLON', 'missingSemicolon'),
  /** Description: as `MULTIPART_MISSING_SEMICOLON`. */
  MULTIPART_SEMICOLON_MISSING: flag('MULTIPART_SEMICOLON_MISSING', 'missingSemicolon'),
  /** Description: 1 where a parameter of a part is quoted wrongly. */
  MULTIPART_INVALID_QUOTING: flag('MULTIPART_INVALID_QUOTING', 'invalidQuoting'),
  /** Description: 1 where a part is none. */
  MULTIPART_INVALID_PART: flag('MULTIPART_INVALID_PART', 'invalidPart'),
  /** Description: 1 where a line looks like a boundary and is none. */
  MULTIPART_UNMATCHED_BOUNDARY: flag('MULTIPART_UNMATCHED_BOUNDARY', 'unmatchedBoundary'),
  /** Description: 1 where there are more uploads than are read. */
  MULTIPART_FILE_LIMIT_EXCEEDED: single('MULTIPART_FILE_LIMIT_EXCEEDED', 'request', () => '0'),
  /** Description: header lines of each part, by the name of the field. */
  MULTIPART_PART_HEADERS: {
    lifetime: 'phase',
    read: ({ body }) =>
      body?.partHeaders?.map(([name, line]) => createVariable('MULTIPART_PART_HEADERS', name, line)) ?? NONE,
  },
} satisfies Readonly<Record<string, VariableReading>>;
