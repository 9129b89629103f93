import type { Config } from './config.ts';
import type { Path } from './config-text.ts';

/** A file or folder that the configuration names and the shield reads at its start. */
export interface NamedFile {
  /** Keys that lead to it in the configuration. */
  readonly at: Path;
  /** Its path, relative to the working directory or absolute. */
  readonly file: string;
  readonly role: 'certificate' | 'key' | 'password' | 'pack' | 'countries' | 'pipeline';
}

/** Every {@link NamedFile} of `config`. Log files are not among them: they may come and go. */
export function namedFiles(config: Config): readonly NamedFile[] {
  return [
    ...config.listen.gateway.flatMap(({ tls }, listener) =>
      (tls?.certificates ?? []).flatMap((pair, at) =>
        pairFiles(['listen', 'gateway', listener, 'tls', 'certificates', at], pair),
      ),
    ),
    ...pairFiles(['listen', 'console', 'tls'], config.listen.console.tls),
    ...config.sources.flatMap((source, at): readonly NamedFile[] => {
      if (source.kind !== 'syslog' || source.tls === null) return [];
      const { clientAuthority } = source.tls;
      const tlsPath = ['sources', at, 'tls'];
      const authority: readonly NamedFile[] =
        clientAuthority === null
          ? []
          : [{ at: [...tlsPath, 'clientAuthority'], file: clientAuthority, role: 'certificate' }];
      return [...pairFiles(tlsPath, source.tls), ...authority];
    }),
    ...config.content.packs.map(
      (pack, at): NamedFile => ({ at: ['content', 'packs', at, 'path'], file: pack.path, role: 'pack' }),
    ),
    ...(config.content.countries === null
      ? []
      : [{ at: ['content', 'countries'], file: config.content.countries, role: 'countries' } as const]),
    ...config.content.sigma.pipelines.map(
      (file, at): NamedFile => ({ at: ['content', 'sigma', 'pipelines', at], file, role: 'pipeline' }),
    ),
    ...passwordFiles(config),
  ];
}

function pairFiles(
  at: Path,
  pair: { readonly certificate: string; readonly key: string } | null,
): readonly NamedFile[] {
  if (pair === null) return [];
  return [
    { at: [...at, 'certificate'], file: pair.certificate, role: 'certificate' },
    { at: [...at, 'key'], file: pair.key, role: 'key' },
  ];
}

function passwordFiles({ store }: Config): readonly NamedFile[] {
  if (store.kind !== 'clickhouse' || store.passwordFile === null) return [];
  return [{ at: ['store', 'passwordFile'], file: store.passwordFile, role: 'password' }];
}
