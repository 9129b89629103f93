import { parseDocument } from 'yaml';
import type { ContentFile } from './content-file.ts';

/** What a pack says of itself. */
export interface PackFacts {
  readonly version: string | null;
  readonly licence: string | null;
  /** Names from `SecComponentSignature`, each once. */
  readonly components: readonly string[];
}

/** Licence texts by a phrase that is in them, the more particular first. */
const LICENCES: readonly (readonly [phrase: RegExp, spdx: string])[] = [
  [/Detection Rule License \(DRL\) 1\.1/i, 'DRL-1.1'],
  [/Detection Rule License/i, 'DRL-1.0'],
  [/Apache (?:Software )?License,? Version 2|ASLv2|Apache-2\.0/i, 'Apache-2.0'],
  [/GNU AFFERO GENERAL PUBLIC LICENSE\s+Version 3/i, 'AGPL-3.0'],
  [/GNU LESSER GENERAL PUBLIC LICENSE/i, 'LGPL'],
  [/GNU GENERAL PUBLIC LICENSE\s+Version 3/i, 'GPL-3.0'],
  [/GNU GENERAL PUBLIC LICENSE\s+Version 2/i, 'GPL-2.0'],
  [/Redistribution and use in source and binary forms/i, 'BSD'],
  [/Permission is hereby granted, free of charge/i, 'MIT'],
  [/CC0 1\.0|Creative Commons Zero/i, 'CC0-1.0'],
];

/** Bytes of a file that are looked at for a licence or a version. */
const GLANCE_BYTES = 65_536;

/**
 * Version and licence of a pack: from its `pack.yaml` where it has one; else the version from `SecComponentSignature`
 * or a VERSION file, and the licence from the text of its LICENSE, COPYING or copyright file.
 */
export function packFacts(files: readonly ContentFile[]): PackFacts {
  const manifest = files.find((file) => /^pack\.ya?ml$/.test(file.path));
  const stated = manifest === undefined ? null : manifestOf(manifest);
  const signatures = signaturesOf(files);
  return {
    version: stated?.version ?? signatures[0]?.version ?? versionFile(files),
    licence: stated?.licence ?? licenceOf(files),
    components: [...new Set(signatures.map(({ component }) => component))],
  };
}

function manifestOf(file: ContentFile): Omit<PackFacts, 'components'> {
  const read: unknown = parseDocument(glance(file), { logLevel: 'silent' }).toJS({ maxAliasCount: 10 });
  const text = (key: string) => {
    const value = typeof read === 'object' && read !== null ? Reflect.get(read, key) : undefined;
    return typeof value === 'string' || typeof value === 'number' ? bounded(String(value)) : null;
  };
  return { version: text('version'), licence: text('licence') ?? text('license') };
}

interface Signature {
  readonly component: string;
  readonly version: string;
}

function signaturesOf(files: readonly ContentFile[]): readonly Signature[] {
  return files
    .filter((file) => file.path.endsWith('.conf'))
    .flatMap((file) => {
      const text = file.bytes.toString('latin1');
      const match = /^\s*SecComponentSignature\s+"?([^"/\n]{1,80})\/([^"\s]{1,40})/m.exec(text);
      return match === null ? [] : [{ component: match[1] ?? '', version: match[2] ?? '' }];
    });
}

function versionFile(files: readonly ContentFile[]): string | null {
  const file = files.find(({ path }) => /^version(?:\.txt)?$/i.test(path));
  return file === undefined ? null : bounded(glance(file).trim().split('\n', 1)[0] ?? '');
}

function licenceOf(files: readonly ContentFile[]): string | null {
  const file = files.find(({ path }) =>
    /(?:^|\/)(?:licen[cs]e|copying|copyright)(?:\.(?:md|txt))?$/i.test(path),
  );
  if (file === undefined) return null;
  const text = glance(file);
  const known = LICENCES.find(([phrase]) => phrase.test(text));
  return (
    known?.[1] ??
    bounded(
      text
        .trim()
        .split('\n', 1)[0]
        ?.replace(/^#+\s*/, '') ?? '',
    )
  );
}

function glance(file: ContentFile): string {
  return file.bytes.toString('utf8', 0, GLANCE_BYTES);
}

/** Something short that can be shown; null when there is nothing. */
function bounded(text: string): string | null {
  return text === '' ? null : text.slice(0, 60);
}
