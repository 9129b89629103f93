import type { SourceSink } from '../../ports/index.ts';
import type { FormatSetting } from '../../sense/index.ts';

/** What every source is configured with. */
export interface SourceOptions {
  /** Name of the source, as its events state it. */
  readonly name: string;
  /** Guarded service that its records concern. */
  readonly service: string | null;
  readonly format: FormatSetting;
  readonly sink: SourceSink;
  /** Offset from UTC of times that state no zone, in minutes east; default 0. */
  readonly zoneOffsetMinutes?: number;
  /** Longest line that is read whole; default 1 MiB. */
  readonly lineLimitBytes?: number;
  /** Its events are made by the bundled demonstration; default false. */
  readonly simulated?: boolean;
}
