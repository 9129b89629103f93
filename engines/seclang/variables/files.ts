import type { ParsedBody, UploadedFile } from '../body/parsed-body.ts';
import { createVariable, type Variable } from '../transaction/variable.ts';
import type { VariableReading } from './definition.ts';
import { single } from './single.ts';

const NONE: readonly Variable[] = [];

function perFile(collection: string, value: (file: UploadedFile) => string): VariableReading {
  return {
    lifetime: 'phase',
    read: ({ body }) =>
      body?.files?.map((file) => createVariable(collection, file.field, value(file))) ?? NONE,
  };
}

function partNames(body: ParsedBody | null): readonly string[] {
  if (body?.flags === undefined) return [];
  return [...body.fields.map(({ key }) => key), ...(body.files ?? []).map((file) => file.field)];
}

/** Uploaded files of a multipart body. */
export const FILE_VARIABLES = {
  /** Description: file names of uploads as the client gives them, by the name of the field. */
  FILES: perFile('FILES', (file) => file.fileName),
  /** Description: names of the fields of uploads. */
  FILES_NAMES: perFile('FILES_NAMES', (file) => file.field),
  /** Description: bytes of each upload, by the name of the field. */
  FILES_SIZES: perFile('FILES_SIZES', (file) => String(file.sizeBytes)),
  /** Description: bytes of all uploads together. */
  FILES_COMBINED_SIZE: single('FILES_COMBINED_SIZE', 'phase', ({ body }) =>
    String((body?.files ?? []).reduce((sum, file) => sum + file.sizeBytes, 0)),
  ),
  /** Description: file names of uploads. */
  MULTIPART_FILENAME: perFile('MULTIPART_FILENAME', (file) => file.fileName),
  /** Description: names of all parts of a multipart body, uploads or not. */
  MULTIPART_NAME: {
    lifetime: 'phase',
    read: ({ body }) => partNames(body).map((name) => createVariable('MULTIPART_NAME', name, name)),
  },
} satisfies Readonly<Record<string, VariableReading>>;
