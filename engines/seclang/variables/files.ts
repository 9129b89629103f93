import type { UploadedFile } from '../body/parsed-body.ts';
import { createVariable } from '../transaction/variable.ts';
import type { VariableDefinition } from './definition.ts';
import { single } from './single.ts';

function perFile(collection: string, value: (file: UploadedFile) => string): VariableDefinition {
  return {
    lifetime: 'phase',
    read: ({ body }) =>
      (body?.files ?? []).map((file) => createVariable(collection, file.field, value(file))),
  };
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
  /** Description: names of the fields of uploads. */
  MULTIPART_NAME: perFile('MULTIPART_NAME', (file) => file.field),
} satisfies Readonly<Record<string, VariableDefinition>>;
