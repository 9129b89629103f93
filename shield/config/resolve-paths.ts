import { dirname, isAbsolute, join } from 'node:path';
import type { Config } from './config.ts';

/** The configuration with its relative paths made relative to the folder of `file`, the configuration file. */
export function resolvePaths(config: Config, file: string): Config {
  const folder = dirname(file);
  const at = (path: string) => (isAbsolute(path) ? path : join(folder, path));
  const pair = <T extends { readonly certificate: string; readonly key: string }>(tls: T): T => ({
    ...tls,
    certificate: at(tls.certificate),
    key: at(tls.key),
  });
  const { listen, store } = config;
  return {
    ...config,
    listen: {
      gateway: listen.gateway.map((listener) => ({
        ...listener,
        tls: listener.tls && { certificates: listener.tls.certificates.map(pair) },
      })),
      console: { ...listen.console, tls: listen.console.tls && pair(listen.console.tls) },
    },
    sources: config.sources.map((source) => {
      if (source.kind === 'file') return { ...source, paths: source.paths.map(at) };
      if (source.kind !== 'syslog' || source.tls === null) return source;
      const { clientAuthority } = source.tls;
      return {
        ...source,
        tls: { ...pair(source.tls), clientAuthority: clientAuthority && at(clientAuthority) },
      };
    }),
    content: {
      ...config.content,
      countries: config.content.countries && at(config.content.countries),
      packs: config.content.packs.map((pack) => ({ ...pack, path: at(pack.path) })),
      sigma: { ...config.content.sigma, pipelines: config.content.sigma.pipelines.map(at) },
    },
    auditLog: { ...config.auditLog, path: config.auditLog.path && at(config.auditLog.path) },
    store:
      store.kind === 'embedded'
        ? { ...store, path: at(store.path) }
        : { ...store, path: at(store.path), passwordFile: store.passwordFile && at(store.passwordFile) },
  };
}
