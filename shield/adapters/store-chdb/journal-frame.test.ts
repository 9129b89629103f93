import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { TABLES, type TablePart } from '../../record/index.ts';
import { decodePayload, encodeFrame, encodePayload, scanFrames } from './journal-frame.ts';

const payloads = fc.array(fc.uint8Array({ maxLength: 60 }), { maxLength: 6 });

function bytesOf(frames: readonly Uint8Array[]): readonly (readonly number[])[] {
  return frames.map((frame) => [...frame]);
}

describe('frames of the journal', () => {
  it('come back as they were written', () => {
    fc.assert(
      fc.property(payloads, (written) => {
        const scan = scanFrames(Buffer.concat(written.map(encodeFrame)));
        expect(bytesOf(scan.payloads)).toEqual(bytesOf(written));
        expect(scan.end).toBe('whole');
      }),
    );
  });

  it('cut at any byte give back exactly the frames before the cut', () => {
    fc.assert(
      fc.property(payloads, fc.nat(), (written, at) => {
        const frames = written.map(encodeFrame);
        const journal = Buffer.concat(frames);
        const cut = journal.length === 0 ? 0 : at % journal.length;
        let whole = 0;
        let bytes = 0;
        for (const frame of frames) {
          if (bytes + frame.length > cut) break;
          bytes += frame.length;
          whole += 1;
        }
        const scan = scanFrames(journal.subarray(0, cut));
        expect(bytesOf(scan.payloads)).toEqual(bytesOf(written.slice(0, whole)));
        expect(scan.validBytes).toBe(bytes);
        expect(scan.end).toBe(cut === bytes ? 'whole' : 'cut');
      }),
    );
  });

  it('with one byte changed never give back a payload that was not written', () => {
    fc.assert(
      fc.property(payloads, fc.nat(), fc.integer({ min: 1, max: 255 }), (written, at, change) => {
        const journal = Buffer.concat(written.map(encodeFrame));
        if (journal.length === 0) return;
        const place = at % journal.length;
        journal[place] = (journal[place] ?? 0) ^ change;
        const scan = scanFrames(journal);
        expect(bytesOf(scan.payloads)).toEqual(bytesOf(written.slice(0, scan.payloads.length)));
        expect(scan.payloads.length).toBeLessThan(written.length);
        expect(scan.end).not.toBe('whole');
      }),
    );
  });
});

describe('the payload of a batch', () => {
  const part = fc.record({
    table: fc.constantFrom(...TABLES),
    rows: fc.nat({ max: 1_000 }),
    body: fc.uint8Array({ maxLength: 100 }),
  });

  it('comes back as it was written', () => {
    fc.assert(
      fc.property(fc.array(part, { maxLength: 6 }), (parts: readonly TablePart[]) => {
        const back = decodePayload(encodePayload(parts));
        expect(back.map(({ table, rows, body }) => [table, rows, [...body]])).toEqual(
          parts.map(({ table, rows, body }) => [table, rows, [...body]]),
        );
      }),
    );
  });

  it('is refused where it names a table that is not known', () => {
    const payload = Buffer.from(encodePayload([{ table: 'events', rows: 1, body: new Uint8Array(0) }]));
    payload.write('elsewh', payload.indexOf('events'));
    expect(() => decodePayload(payload)).toThrow('the journal names an unknown table: elsewh');
  });
});
