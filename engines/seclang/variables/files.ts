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
  FILES: perFile('FILES', (file) => file.fileName),
  FILES_NAMES: perFile('FILES_NAMES', (file) => file.field),
  FILES_SIZES: perFile('FILES_SIZES', (file) => String(file.sizeBytes)),
  FILES_COMBINED_SIZE: single('FILES_COMBINED_SIZE', 'phase', ({ body }) =>
    String((body?.files ?? []).reduce((sum, file) => sum + file.sizeBytes, 0)),
  ),
  MULTIPART_FILENAME: perFile('MULTIPART_FILENAME', (file) => file.fileName),
  MULTIPART_NAME: perFile('MULTIPART_NAME', (file) => file.field),
} satisfies Readonly<Record<string, VariableDefinition>>;
