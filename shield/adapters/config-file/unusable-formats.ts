import { type Config, suggest } from '../../config/index.ts';
import { FORMAT_NAMES, FormatError, isFormatName, openFormat } from '../../sense/index.ts';

/** A format that no source can be read with, at its place in the configuration. */
export interface UnusableFormat {
  readonly path: readonly (string | number)[];
  readonly code: 'unknown-format' | 'bad-format';
  readonly message: string;
  readonly help: string;
}

/** Formats of sources that are unknown, or custom ones that cannot be read. */
export function unusableFormats(config: Config): readonly UnusableFormat[] {
  return config.sources.flatMap(({ format }, at): readonly UnusableFormat[] => {
    const path = ['sources', at, 'format'];
    if (typeof format === 'string') {
      if (format === 'auto' || isFormatName(format)) return [];
      const help = suggest(format, ['auto', ...FORMAT_NAMES]);
      return [{ path, code: 'unknown-format', message: `there is no format ${format}`, help }];
    }
    try {
      openFormat(format);
      return [];
    } catch (error) {
      if (!(error instanceof FormatError)) throw error;
      const help = 'copy the format string from the configuration of the web server';
      return [{ path, code: 'bad-format', message: `the format cannot be used: ${error.message}`, help }];
    }
  });
}
