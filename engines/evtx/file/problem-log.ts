import type { EvtxDiagnostic, EvtxDiagnosticCode } from '../api.ts';

/** Problems that are kept one by one for a file; further ones are counted. */
const KEPT = 100;

const HELP = {
  'evtx.not-evtx': 'Check that it is a Windows event log; older logs (.evt) are another format.',
  'evtx.bad-header': 'The records are read all the same; copy the file again if the original is at hand.',
  'evtx.dirty': 'It was copied while Windows had it open: export it with wevtutil epl to have all records.',
  'evtx.bad-chunk': 'Records in it were searched for by their signature; copy the file again if possible.',
  'evtx.bad-checksum':
    'The records are read all the same; what they say may have been changed or be damaged.',
  'evtx.truncated': 'Copy the whole file; the records before its end were read.',
  'evtx.lost-bytes':
    'Records after it were searched for by their signature; copy the file again if possible.',
  'evtx.unreadable-record': 'The record is left out; look at it with another tool if it matters.',
  'evtx.partial-record': 'Only the fields of its System part are given.',
  'evtx.too-large': 'The record is left out: it looks as if it were made to use up memory or time.',
  'evtx.more-problems': 'Mend the first ones, or copy the file again.',
} as const satisfies Record<EvtxDiagnosticCode, string>;

const SEVERITY = {
  'evtx.not-evtx': 'error',
  'evtx.bad-header': 'warning',
  'evtx.dirty': 'info',
  'evtx.bad-chunk': 'warning',
  'evtx.bad-checksum': 'warning',
  'evtx.truncated': 'warning',
  'evtx.lost-bytes': 'warning',
  'evtx.unreadable-record': 'error',
  'evtx.partial-record': 'warning',
  'evtx.too-large': 'error',
  'evtx.more-problems': 'warning',
} as const satisfies Record<EvtxDiagnosticCode, EvtxDiagnostic['severity']>;

/** Collects the problems of one file, a bounded number of them. */
export class ProblemLog {
  readonly #file: string;
  readonly #kept: EvtxDiagnostic[] = [];
  #more = 0;
  #lastOffset = 0;
  /** Records whose content could not be decoded. */
  unreadable = 0;

  constructor(file: string) {
    this.#file = file;
  }

  /** `offset` counts from the start of the file. */
  report(code: EvtxDiagnosticCode, message: string, offset: number): void {
    if (this.#kept.length < KEPT) this.#kept.push(this.#make(code, message, offset));
    else {
      this.#more += 1;
      this.#lastOffset = offset;
    }
  }

  /** All that was kept, and a last entry that counts the rest. */
  diagnostics(): readonly EvtxDiagnostic[] {
    if (this.#more === 0) return [...this.#kept];
    const message = `${this.#more} more problems, the last of them here`;
    return [...this.#kept, this.#make('evtx.more-problems', message, this.#lastOffset)];
  }

  #make(code: EvtxDiagnosticCode, message: string, offset: number): EvtxDiagnostic {
    return { code, severity: SEVERITY[code], message, file: this.#file, offset, help: HELP[code] };
  }
}
