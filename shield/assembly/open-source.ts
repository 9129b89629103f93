import { readFile } from 'node:fs/promises';
import { IntakeReader } from '../adapters/intake/index.ts';
import type { SourceOptions } from '../adapters/source/index.ts';
import { StdinReader } from '../adapters/stdin/index.ts';
import { SyslogReader, type SyslogTls } from '../adapters/syslog/index.ts';
import { TailReader } from '../adapters/tail/index.ts';
import type { Config } from '../config/index.ts';
import type { Event } from '../model/index.ts';
import type { Clock, IdSource, SourceReader, StateStore } from '../ports/index.ts';
import { FORMAT_NAMES, type FormatSetting, isFormatName } from '../sense/index.ts';
import type { Notices } from './notices.ts';

type SourceConfig = Config['sources'][number];
type SyslogConfig = Extract<SourceConfig, { kind: 'syslog' }>;

/** What every source is given. */
export interface SourceParts {
  readonly deliver: (events: readonly Event[]) => Promise<void>;
  readonly state: StateStore;
  readonly clock: Clock;
  readonly ids: IdSource;
  readonly notices: Notices;
  readonly simulated: boolean;
}

/** The reader for a configured source. Rejects when what it needs (a format, a certificate) cannot be had. */
export async function openSource(source: SourceConfig, parts: SourceParts): Promise<SourceReader> {
  const { deliver, clock, ids, simulated, state } = parts;
  const { name, service } = source;
  const shared: SourceOptions = {
    name,
    service,
    format: formatOf(source.format),
    zoneOffsetMinutes: source.utcOffset,
    simulated,
    sink: { deliver, clock, ids },
  };
  switch (source.kind) {
    case 'file':
      return new TailReader({ ...shared, paths: source.paths, positions: state });
    case 'syslog':
      return new SyslogReader({ ...shared, listen: source.listen, tls: await syslogTls(source) });
    case 'http':
      return new IntakeReader({ ...shared, token: source.token });
    case 'stdin':
      return new StdinReader({ ...shared, input: process.stdin });
  }
}

async function syslogTls({ tls }: SyslogConfig): Promise<SyslogTls | null> {
  if (tls === null) return null;
  const { certificate, key, clientAuthority } = tls;
  const [certificatePem, keyPem] = await Promise.all([readFile(certificate, 'utf8'), readFile(key, 'utf8')]);
  const clientAuthorityPem = clientAuthority === null ? null : await readFile(clientAuthority, 'utf8');
  return { certificatePem, keyPem, clientAuthorityPem };
}

function formatOf(format: SourceConfig['format']): FormatSetting {
  if (typeof format !== 'string' || format === 'auto' || isFormatName(format)) return format;
  throw new Error(`${format} is no format; known: auto, ${FORMAT_NAMES.join(', ')}`);
}
