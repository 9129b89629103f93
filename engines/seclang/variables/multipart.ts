import type { MultipartFlags } from '../body/parsed-body.ts';
import type { TransactionState } from '../transaction/state.ts';
import { createVariable } from '../transaction/variable.ts';
import type { VariableDefinition } from './definition.ts';
import { single } from './single.ts';

function flag(name: string, key: keyof MultipartFlags): VariableDefinition {
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
  MULTIPART_STRICT_ERROR: single('MULTIPART_STRICT_ERROR', 'phase', strictError),
  MULTIPART_BOUNDARY_QUOTED: flag('MULTIPART_BOUNDARY_QUOTED', 'boundaryQuoted'),
  MULTIPART_BOUNDARY_WHITESPACE: flag('MULTIPART_BOUNDARY_WHITESPACE', 'boundaryWhitespace'),
  MULTIPART_DATA_BEFORE: flag('MULTIPART_DATA_BEFORE', 'dataBefore'),
  MULTIPART_DATA_AFTER: flag('MULTIPART_DATA_AFTER', 'dataAfter'),
  MULTIPART_HEADER_FOLDING: flag('MULTIPART_HEADER_FOLDING', 'headerFolding'),
  MULTIPART_INVALID_HEADER_FOLDING: flag('MULTIPART_INVALID_HEADER_FOLDING', 'invalidHeaderFolding'),
  MULTIPART_LF_LINE: flag('MULTIPART_LF_LINE', 'lfLine'),
  MULTIPART_CRLF_LF_LINES: flag('MULTIPART_CRLF_LF_LINES', 'crlfLfLines'),
  MULTIPART_MISSING_SEMICOLON: flag('MULTIPART_MISSING_SEMICOLON', 'missingSemicolon'),
  MULTIPART_SEMICOLON_MISSING: flag('MULTIPART_SEMICOLON_MISSING', 'missingSemicolon'),
  MULTIPART_INVALID_QUOTING: flag('MULTIPART_INVALID_QUOTING', 'invalidQuoting'),
  MULTIPART_INVALID_PART: flag('MULTIPART_INVALID_PART', 'invalidPart'),
  MULTIPART_UNMATCHED_BOUNDARY: flag('MULTIPART_UNMATCHED_BOUNDARY', 'unmatchedBoundary'),
  /** Uploaded files are not written to disk, so that no limit on their number is passed. */
  MULTIPART_FILE_LIMIT_EXCEEDED: single('MULTIPART_FILE_LIMIT_EXCEEDED', 'request', () => '0'),
  MULTIPART_PART_HEADERS: {
    lifetime: 'phase',
    read: ({ body }) =>
      (body?.partHeaders ?? []).map(([name, line]) => createVariable('MULTIPART_PART_HEADERS', name, line)),
  },
} satisfies Readonly<Record<string, VariableDefinition>>;
