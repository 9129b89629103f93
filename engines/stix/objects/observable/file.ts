import {
  dictionary,
  flag,
  hashes,
  hex,
  integer,
  list,
  record,
  reference,
  required,
  text,
  timestamp,
} from '../../schema/property.ts';
import { observableObject } from '../define.ts';
import { windowsPeBinary } from '../windows-pe-binary.ts';

/** Section 6.7.2. */
const archive = () =>
  record({ contains_refs: required(list(reference('file', 'directory'))), comment: text() });

/** Section 6.7.3. */
const ntfs = () =>
  record(
    {
      sid: text(),
      alternate_data_streams: list(record({ name: required(text()), hashes: hashes(), size: integer(0) })),
    },
    [{ kind: 'some-of', names: ['sid', 'alternate_data_streams'] }],
  );

/** Section 6.7.4. */
const pdf = () =>
  record(
    {
      version: text(),
      is_optimized: flag(),
      document_info_dict: dictionary(),
      pdfid0: text(),
      pdfid1: text(),
    },
    [{ kind: 'some-of', names: ['version', 'is_optimized', 'document_info_dict', 'pdfid0', 'pdfid1'] }],
  );

/** Section 6.7.5. */
const rasterImage = () =>
  record(
    { image_height: integer(), image_width: integer(), bits_per_pixel: integer(), exif_tags: dictionary() },
    [{ kind: 'some-of', names: ['image_height', 'image_width', 'bits_per_pixel', 'exif_tags'] }],
  );

/** The SCO `file` (STIX 2.1 section 6.7). */
export const FILE = observableObject(
  'file',
  {
    section: '6.7',
    identity: ['hashes', 'name', 'parent_directory_ref', 'extensions'],
    demands: [{ kind: 'some-of', names: ['hashes', 'name'] }],
    extensions: {
      'archive-ext': archive(),
      'ntfs-ext': ntfs(),
      'pdf-ext': pdf(),
      'raster-image-ext': rasterImage(),
      'windows-pebinary-ext': windowsPeBinary(),
    },
  },
  {
    hashes: hashes(),
    size: integer(0),
    name: text(),
    name_enc: text(),
    magic_number_hex: hex(),
    mime_type: text(),
    ctime: timestamp(),
    mtime: timestamp(),
    atime: timestamp(),
    parent_directory_ref: reference('directory'),
    contains_refs: list(reference()),
    content_ref: reference('artifact'),
  },
);
