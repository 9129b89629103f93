/** A field of a body: name and value, both as bytes. */
export type Field = readonly [name: string, value: string];

/** An uploaded file of a multipart body; its content is not kept. */
export interface UploadedFile {
  /** Name of the form field. */
  readonly field: string;
  readonly fileName: string;
  readonly sizeBytes: number;
}

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
export interface ParsedBody {
  readonly fields: readonly Field[];
  /** Text of REQBODY_ERROR_MSG; null when the body is well-formed. */
  readonly error: string | null;
  readonly files?: readonly UploadedFile[];
  /** Header lines of each part under the name of its field. */
  readonly partHeaders?: readonly Field[];
  readonly flags?: Readonly<MultipartFlags>;
  readonly xml?: XmlContent;
}

/** What rules can ask of an XML body. */
export interface XmlContent {
  /** All text below the root element, joined. */
  readonly text: string;
  readonly attributes: readonly string[];
}
