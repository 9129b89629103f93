import type { Severity } from '../model/index.ts';
import type { Style } from './terminal-text.ts';

/** How levels look on the terminal. */
export const LEVEL_STYLES: Readonly<Record<Severity, Style>> = {
  critical: 'inverse',
  high: 'red',
  medium: 'yellow',
  low: 'cyan',
  informational: 'dim',
};
