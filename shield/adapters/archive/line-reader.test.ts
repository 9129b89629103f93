import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { OpenScreen } from '../../ports/index.ts';
import { LineFramer, LineSensor, ParseCounter, SAMPLE_LINES } from '../../sense/index.ts';
import { EVERY_LINE, LineReader } from './line-reader.ts';
import type { ReadBatch } from './read-member.ts';

const LIMIT_BYTES = 9000;
const EVENT = '{"EventID":1,"Channel":"Security","Provider_Name":"P","Computer":"c"}';

/** Records by number, and counts, of a text that comes in pieces. */
function readIn(pieces: readonly Buffer[], openScreen: OpenScreen | null) {
  const counter = new ParseCounter();
  const common = { source: 's', service: null, format: 'auto', zoneOffsetMinutes: 0, fileName: '' } as const;
  const sensor = new LineSensor({ ...common, simulated: false, ids: { next: () => '' }, counter });
  const reading = { sensor, receivedMs: 0, lineLimitBytes: LIMIT_BYTES, isPrimed: true, openScreen };
  const reader = new LineReader(new LineFramer(LIMIT_BYTES), reading);
  const batches: ReadBatch[] = pieces.flatMap((piece) => {
    const found = reader.push(piece);
    // Callers write over what they gave.
    piece.fill(0x20);
    return found;
  });
  batches.push(...reader.end());
  const events = batches.flatMap((batch) =>
    batch.events.map(({ record, event }) => `${record} ${event.raw}`),
  );
  return { events, counts: counter.counts(), last: reader.record };
}

/** The lines that tell the format come in one piece, as the first bytes of a file do. */
function cut(text: string, sizes: readonly number[]): readonly Buffer[] {
  const bytes = Buffer.from(text);
  const pieces = [Buffer.from(`${EVENT}\n`.repeat(SAMPLE_LINES))];
  for (let at = 0, turn = 0; at < bytes.length; turn += 1) {
    const size = sizes[turn % sizes.length] ?? 1;
    pieces.push(Buffer.from(bytes.subarray(at, at + size)));
    at += size;
  }
  return pieces;
}

const line = fc.oneof(
  { weight: 6, arbitrary: fc.constant(EVENT) },
  fc.constantFrom(
    '',
    '\r',
    'no JSON',
    `${EVENT}\r`,
    `"é${'x'.repeat(100)}"`,
    'x'.repeat(LIMIT_BYTES),
    'y'.repeat(LIMIT_BYTES + 1),
  ),
);
const text = fc.array(line, { maxLength: 90 }).map((lines) => lines.join('\n'));
const sizes = fc.array(fc.constantFrom(61, 290, 1000, 8999, 9000, 9001, 20_000), {
  minLength: 1,
  maxLength: 5,
});

describe('lines that a screen is shown', () => {
  it('are numbered, counted and read as without one, however they are cut into pieces', () => {
    fc.assert(
      fc.property(text, sizes, fc.boolean(), (lines, pieces, endsClosed) => {
        const whole = endsClosed ? `${lines}\n` : lines;
        const shown = readIn(cut(whole, pieces), () => EVERY_LINE);
        expect(shown).toEqual(readIn(cut(whole, [whole.length || 1]), null));
      }),
      { numRuns: 400 },
    );
  });

  it('are shown to it from the first line on behind those that tell the format', () => {
    let shownBytes = 0;
    const screen = {
      sift: (bytes: Uint8Array, pick: Parameters<typeof EVERY_LINE.sift>[1]) => {
        shownBytes += bytes.length;
        return EVERY_LINE.sift(bytes, pick);
      },
    };
    readIn(cut(`${EVENT}\n`.repeat(68), [290]), () => screen);
    expect(shownBytes).toBe(68 * (EVENT.length + 1));
  });
});
