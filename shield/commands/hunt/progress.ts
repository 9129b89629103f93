import type { Clock } from '../../ports/index.ts';
import { formatDuration } from '../../report/duration-text.ts';
import type { HuntFindings } from '../../report/hunt-findings.ts';
import type { Output } from '../context.ts';

const REDRAW_MS = 250;

/** Before this much time no one can say how long it will take. */
const ESTIMATE_AFTER_MS = 2_000;

/** One line on the terminal that is written over; nothing anywhere else. */
export class HuntProgress {
  readonly #output: Output;
  readonly #clock: Clock;
  readonly #isShown: boolean;
  readonly #startedMs: number;
  #totalBytes = 0;
  #doneBytes = 0;
  #drawnMs = 0;

  /** `isShown` false: results go to the same terminal, and the line would stand among them. */
  constructor(output: Output, clock: Clock, isShown: boolean) {
    this.#output = output;
    this.#clock = clock;
    this.#isShown = isShown && output.isTerminal;
    this.#startedMs = clock.nowMs();
  }

  total(bytes: number): void {
    this.#totalBytes = bytes;
  }

  /** Bytes that were read; never more than there are, because a file may grow or be read twice. */
  read(bytes: number): void {
    this.#doneBytes = Math.min(this.#totalBytes, this.#doneBytes + bytes);
  }

  draw(findings: HuntFindings): void {
    const nowMs = this.#clock.nowMs();
    if (!this.#isShown || nowMs - this.#drawnMs < REDRAW_MS) return;
    this.#drawnMs = nowMs;
    this.#write(this.#line(findings, nowMs));
  }

  /** Says what is done before anything is read. */
  say(text: string): void {
    if (!this.#isShown) return;
    this.#drawnMs = this.#clock.nowMs();
    this.#write(text);
  }

  clear(): void {
    if (this.#isShown && this.#drawnMs > 0) this.#write('');
  }

  #write(text: string): void {
    this.#output.write(`\r\u001b[K${text.slice(0, Math.max(0, this.#output.columns - 1))}`);
  }

  #line(findings: HuntFindings, nowMs: number): string {
    const { files, events, hits } = findings.totals();
    const share = this.#totalBytes === 0 ? 1 : this.#doneBytes / this.#totalBytes;
    const elapsedMs = nowMs - this.#startedMs;
    const left =
      elapsedMs < ESTIMATE_AFTER_MS || share === 0
        ? ''
        : `, ${formatDuration((elapsedMs * (1 - share)) / share)} left`;
    return (
      `${Math.floor(share * 100)} % of ${sizeText(this.#totalBytes)}${left}: ` +
      `${files.toLocaleString('en-US')} files, ${events.toLocaleString('en-US')} events, ${hits.toLocaleString('en-US')} hits`
    );
  }
}

function sizeText(bytes: number): string {
  const megabytes = bytes / 1_048_576;
  return megabytes < 10
    ? `${megabytes.toFixed(1)} MiB`
    : `${Math.round(megabytes).toLocaleString('en-US')} MiB`;
}
