import { writeFile } from 'node:fs/promises';
import { parseConfig } from '../../config/index.ts';
import { ConfigFileError } from './config-file-error.ts';

/**
 * Writes a short configuration that guards one upstream. Never overwrites; throws `ConfigFileError` when the file
 * is there already, cannot be written, or when `upstream` is no usable address.
 */
export async function writeInitialConfig(
  path: string,
  { name, upstream }: { readonly name: string; readonly upstream: string },
): Promise<void> {
  const text = initialConfig(upstream);
  const [mistake] = parseConfig(text, name).diagnostics;
  if (mistake !== undefined)
    throw new ConfigFileError('invalid', mistake.message, { remedy: mistake.help ?? '' });
  try {
    await writeFile(path, text, { flag: 'wx' });
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? String(cause.code) : String(cause);
    if (code === 'EEXIST') {
      throw new ConfigFileError('exists', `${name} is there already`, {
        remedy: 'name another file, or move it away',
        cause,
      });
    }
    const remedy = 'check that the folder is there and that this account may write to it';
    throw new ConfigFileError('unwritable', `${name} cannot be written (${code})`, { remedy, cause });
  }
}

function initialConfig(upstream: string): string {
  return `# Dejfa. What each key means: docs/configuration.md. Check this file with: dejfa config check

listen:
  gateway:
    - { address: 0.0.0.0, port: 8080 }
  console: { address: 127.0.0.1, port: 8600 }

services:
  - name: portal
    upstream: ${JSON.stringify(upstream)}
    mode: observe # blocks nothing and shows what would have been blocked; guard blocks
    paranoia: 1

content:
  base: true # the project's own rules
  system: true # packs found on the system, such as Debian's modsecurity-crs

store: { kind: embedded, path: ./data }
`;
}
