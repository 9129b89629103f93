import { X509Certificate } from 'node:crypto';
import { constants } from 'node:fs';
import { access, readFile, stat } from 'node:fs/promises';
import type { Diagnostic } from '@dejfa/diagnostics';
import { mistakeIn, type NamedFile, namedFiles, type ParsedConfig, parseConfig } from '../../config/index.ts';
import { ConfigFileError } from './config-file-error.ts';
import { pipelineFaults } from './pipeline-faults.ts';
import { unusableFormats } from './unusable-formats.ts';

/**
 * Reads and checks a configuration file, and looks whether the files that it names are there and readable, and
 * whether the formats of its sources are known and its pipelines can be applied.
 * `shownAs` is its name in messages and the base of its relative paths. Throws `ConfigFileError` only when the
 * file itself cannot be read; what is wrong inside it is among the diagnostics.
 */
export async function readConfigFile(path: string, shownAs: string = path): Promise<ParsedConfig> {
  const text = await readText(path, shownAs);
  const parsed = parseConfig(text, path);
  const shown = parsed.diagnostics.map((d) => ({ ...d, place: { ...d.place, file: shownAs } }));
  if (parsed.config === null) return { config: null, diagnostics: shown };
  const found = await Promise.all(
    namedFiles(parsed.config).map(async (named): Promise<readonly Diagnostic[]> => {
      const fault = await faultOf(named);
      if (fault === null) return [];
      return [mistakeIn(text, shownAs, { path: named.at, code: 'missing-file', ...fault })];
    }),
  );
  const formats = unusableFormats(parsed.config).map((mistake) => mistakeIn(text, shownAs, mistake));
  const wrong = [...found.flat(), ...formats, ...(await pipelineFaults(parsed.config))];
  const isUsable = wrong.every(({ severity }) => severity !== 'error');
  return { config: isUsable ? parsed.config : null, diagnostics: [...shown, ...wrong] };
}

async function readText(path: string, shownAs: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (cause) {
    if (isNodeError(cause) && cause.code === 'ENOENT') {
      const remedy = 'write one with: dejfa config init';
      throw new ConfigFileError('missing', `there is no configuration ${shownAs}`, { remedy, cause });
    }
    const reason = isNodeError(cause) ? cause.code : String(cause);
    const message = `the configuration ${shownAs} cannot be read (${reason})`;
    throw new ConfigFileError('unreadable', message, {
      remedy: 'check that it is a file that this account may read',
      cause,
    });
  }
}

interface Fault {
  readonly message: string;
  readonly help: string;
}

const NOUNS: Readonly<Record<NamedFile['role'], string>> = {
  certificate: 'certificate',
  key: 'key',
  password: 'password file',
  pack: 'pack folder',
  countries: 'file with countries of addresses',
  pipeline: 'processing pipeline',
};

/** What is wrong with a named file; null when it will do. */
async function faultOf({ file, role }: NamedFile): Promise<Fault | null> {
  const noun = NOUNS[role];
  try {
    await access(file, constants.R_OK);
    if (role === 'pipeline' && !(await stat(file)).isFile()) {
      return { message: `${file} is not a file`, help: 'name each pipeline by its own file' };
    }
    if (role === 'pack' && !(await stat(file)).isDirectory()) {
      return { message: `${file} is not a folder`, help: 'name the folder that holds the rules' };
    }
    if (role === 'certificate') new X509Certificate(await readFile(file));
    if (role === 'key' && !/-----BEGIN [A-Z ]*PRIVATE KEY-----/.test(await readFile(file, 'latin1'))) {
      return {
        message: `${file} holds no private key`,
        help: 'a key is a PEM file: -----BEGIN PRIVATE KEY-----',
      };
    }
    if (role === 'countries' && !isMmdb(await readFile(file))) {
      return {
        message: `${file} holds no countries of addresses`,
        help: 'name a file in the MMDB format, such as GeoLite2-Country.mmdb, unpacked',
      };
    }
    return null;
  } catch (cause) {
    const code = isNodeError(cause) ? (cause.code ?? '') : '';
    if (code === 'ENOENT') return { message: `the ${noun} ${file} is not there`, help: 'correct the path' };
    if (code === 'EACCES') {
      return {
        message: `the ${noun} ${file} may not be read by this account`,
        help: 'change its owner or mode',
      };
    }
    if (role === 'certificate' && (code === '' || code.startsWith('ERR_'))) {
      return {
        message: `${file} holds no certificate`,
        help: 'a certificate is a PEM file: -----BEGIN CERTIFICATE-----',
      };
    }
    return { message: `the ${noun} ${file} cannot be read (${code})`, help: 'check the path' };
  }
}

/** MMDB specification, version 2.0: metadata begin after this mark, in the last 128 KiB. */
function isMmdb(bytes: Buffer): boolean {
  return bytes.subarray(-131_072).includes(Buffer.from('\xab\xcd\xefMaxMind.com', 'latin1'));
}

function isNodeError(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && 'code' in error;
}
