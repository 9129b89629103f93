import { createPrivateKey, X509Certificate } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import { createSecureContext, type SecureContext } from 'node:tls';
import { GatewayError } from './gateway-error.ts';
import type { CertificateFiles, TlsOptions } from './options.ts';

/** A certificate in use, as `status()` shows it. */
export interface CertificateStatus {
  readonly hosts: readonly string[];
  readonly certificatePath: string;
  /** End of validity, milliseconds since the epoch. */
  readonly validToMs: number;
  /** Why the files as they are now could not be used; the ones before stay in use. */
  readonly error: string | null;
}

/** PEM texts and the context made of them. */
export interface LoadedCertificate {
  readonly files: CertificateFiles;
  readonly cert: Buffer;
  readonly key: Buffer;
  readonly context: SecureContext;
  readonly validToMs: number;
  /** Identity of both files as they were read. */
  readonly stamp: string;
}

/** Certificates of one listener, by host; looks at the files when told to and takes up changed ones. */
export class Certificates {
  #loaded: readonly LoadedCertificate[];
  readonly #errors = new Map<string, string>();

  /** Throws `GatewayError` `bad-certificate` when one cannot be used. */
  constructor(options: TlsOptions) {
    if (options.certificates.length === 0) {
      throw new GatewayError('bad-certificate', 'a TLS listener needs at least one certificate');
    }
    this.#loaded = options.certificates.map(loadCertificate);
  }

  /** For clients that name no host, or an unknown one. */
  get first(): LoadedCertificate {
    const first = this.#loaded[0];
    if (first === undefined) throw new GatewayError('bad-certificate', 'a TLS listener needs a certificate');
    return first;
  }

  /** By server name (RFC 6066 §3): the exact name, else `*.` and what follows the first label, else the first. */
  context(serverName: string): SecureContext {
    const name = serverName.toLowerCase();
    const wildcard = `*${name.slice(name.indexOf('.'))}`;
    const found =
      this.#loaded.find(({ files }) => files.hosts.some((host) => host.toLowerCase() === name)) ??
      this.#loaded.find(({ files }) => files.hosts.some((host) => host.toLowerCase() === wildcard));
    return (found ?? this.first).context;
  }

  status(): readonly CertificateStatus[] {
    return this.#loaded.map(({ files, validToMs }) => ({
      hosts: files.hosts,
      certificatePath: files.certificatePath,
      validToMs,
      error: this.#errors.get(files.certificatePath) ?? null,
    }));
  }

  /** Reads changed files again. True when a certificate was replaced; one that cannot be used changes nothing. */
  refresh(): boolean {
    let changed = false;
    this.#loaded = this.#loaded.map((loaded) => {
      const { files } = loaded;
      try {
        if (stampOf(files) === loaded.stamp) return loaded;
        const fresh = loadCertificate(files);
        this.#errors.delete(files.certificatePath);
        changed = true;
        return fresh;
      } catch (error) {
        this.#errors.set(files.certificatePath, error instanceof Error ? error.message : String(error));
        return loaded;
      }
    });
    return changed;
  }
}

function loadCertificate(files: CertificateFiles): LoadedCertificate {
  try {
    const stamp = stampOf(files);
    const cert = readFileSync(files.certificatePath);
    const key = readFileSync(files.keyPath);
    const certificate = new X509Certificate(cert);
    if (!certificate.checkPrivateKey(createPrivateKey(key)))
      throw new Error('the key is of another certificate');
    const context = createSecureContext({ cert, key, minVersion: 'TLSv1.2' });
    return { files, cert, key, context, validToMs: certificate.validToDate.getTime(), stamp };
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new GatewayError(
      'bad-certificate',
      `certificate ${files.certificatePath} with key ${files.keyPath} cannot be used: ${reason}`,
      { cause },
    );
  }
}

function stampOf(files: CertificateFiles): string {
  return [files.certificatePath, files.keyPath]
    .map((path) => {
      const { ino, size, mtimeMs } = statSync(path);
      return `${ino}:${size}:${mtimeMs}`;
    })
    .join(' ');
}
