import { TailReader } from '../adapters/tail/index.ts';
import type { Config } from '../config/index.ts';
import type { Event } from '../model/index.ts';
import type { Clock, IdSource, SourceReader, StateStore } from '../ports/index.ts';
import { FORMAT_NAMES, type FormatSetting, isFormatName } from '../sense/index.ts';
import type { Notices } from './notices.ts';

type SourceConfig = Config['sources'][number];

export interface SourceParts {
  readonly deliver: (events: readonly Event[]) => Promise<void>;
  readonly state: StateStore;
  readonly clock: Clock;
  readonly ids: IdSource;
  readonly notices: Notices;
  readonly simulated: boolean;
}

/** The reader for a configured source. Throws when what it needs (a format, a certificate) cannot be had. */
export async function openSource(source: SourceConfig, parts: SourceParts): Promise<SourceReader> {
  const { deliver, clock, ids, simulated, state } = parts;
  const { name, service } = source;
  const shared = { name, service, format: formatOf(source.format), simulated, sink: { deliver, clock, ids } };
  switch (source.kind) {
    case 'file':
      return new TailReader({ ...shared, paths: source.paths, positions: state });
    default:
      throw new Error(`the kind ${source.kind} is not built in`);
  }
}

function formatOf(format: SourceConfig['format']): FormatSetting {
  if (typeof format !== 'string' || format === 'auto' || isFormatName(format)) return format;
  throw new Error(`${format} is no format; known: auto, ${FORMAT_NAMES.join(', ')}`);
}
