import type { Variable } from '../transaction/variable.ts';

/** An argument of a query or of a body as a member of `ARGS`; name and value as bytes. */
export interface Field extends Variable {
  readonly key: string;
}

/** An argument that no rule has looked at yet. */
export function createField(key: string, value: string): Field {
  return { collection: 'ARGS', key, value, analysis: null };
}

/** Arguments in their order, and their names as members of `ARGS_NAMES`. */
export interface Arguments {
  readonly fields: readonly Field[];
  readonly names: readonly Variable[];
}

/** An uploaded file of a multipart body; its content is not kept. */
export interface UploadedFile {
  /** Name of the form field. */
  readonly field: string;
  readonly fileName: string;
  readonly sizeBytes: number;
}

/** A header line of a part, and the name of the part's field. */
export type PartHeader = readonly [name: string, line: string];

/** What a multipart body looked like; each flag is `MULTIPART_` and its name in upper case. */
export interface MultipartFlags {
  boundaryQuoted: boolean;
  boundaryWhitespace: boolean;
  dataBefore: boolean;
  dataAfter: boolean;
  headerFolding: boolean;
  invalidHeaderFolding: boolean;
  lfLine: boolean;
  crlfLfLines: boolean;
  missingSemicolon: boolean;
  invalidQuoting: boolean;
  invalidPart: boolean;
  unmatchedBoundary: boolean;
}

/** What a body processor found; what it has nothing of is absent. */
export interface ParsedBody extends Arguments {
  /** Text of REQBODY_ERROR_MSG; null when the body is well-formed. */
  readonly error: string | null;
  readonly files?: readonly UploadedFile[];
  /** Header lines of each part under the name of its field. */
  readonly partHeaders?: readonly PartHeader[];
  readonly flags?: Readonly<MultipartFlags>;
  readonly xml?: XmlContent;
}

/** What rules can ask of an XML body. */
export interface XmlContent {
  /** All text below the root element, joined. */
  readonly text: string;
  readonly attributes: readonly string[];
}
