import type { LogicalLine } from '../lexer/logical-line.ts';
import type { Word } from '../lexer/words.ts';
import type { LoadState } from './load-state.ts';

/** One directive as read: its name, its arguments, and the line it stands on. */
export interface DirectiveCall {
  readonly name: Word;
  readonly words: readonly Word[];
  readonly line: LogicalLine;
}

/** Reads one directive into the load; what is wrong with it is reported there. */
export type DirectiveHandler = (call: DirectiveCall, state: LoadState) => void;

/** Reports a mistake in a directive at one of its words, or at its name. */
export function reportDirective(
  { name, line }: DirectiveCall,
  state: LoadState,
  report: {
    readonly code: `seclang.${string}`;
    readonly message: string;
    readonly help?: string;
    readonly at?: Word;
  },
): void {
  const { at, ...rest } = report;
  const place = (at ?? name).placeAt(0);
  state.reporter.report({ severity: 'error', place: place.file === '' ? line.placeAt(0) : place, ...rest });
}
