import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import type { SigmaEvent, SigmaLogSource } from '@dejfa/sigma';
import { CORPORA, recordedFiles, recordedLines } from '../../conformance/sigma/whole/recordings.ts';

/** Records of one kind, a line each. */
export interface Lane {
  readonly name: string;
  readonly logsource: SigmaLogSource;
  readonly lines: readonly string[];
  /** How many times `JSON.parse` the scan is to be. */
  readonly goal: number | null;
}

/** Every so many records of the OTRF archives are taken, so that a lane holds something of each. */
const STEP = 60;
const LANE_LINES = 6000;

type WindowsRecord = SigmaEvent['fields'];

/** Lanes of what is there beside this checkout; the same lines each time. */
export async function readLanes(): Promise<readonly Lane[]> {
  const mixed: WindowsRecord[] = [];
  const processes: WindowsRecord[] = [];
  let count = 0;
  const take = (record: WindowsRecord, isMixed: boolean) => {
    count += 1;
    if (isMixed && count % STEP === 0 && mixed.length < LANE_LINES) mixed.push(record);
    if (isCreation(record)) processes.push(record);
  };
  for (const folder of ['otrf/atomic/windows', 'evtx']) {
    for await (const batch of recordedLines(recordedFiles(folder))) {
      // As the records stand, where they came as JSON.
      const places = new Map(batch.map((record) => [record.place.replace(/ as it stands$/, ''), record]));
      for (const { fields } of places.values()) take(fields, folder !== 'evtx');
    }
  }
  const logsource = { product: 'windows' };
  const lean = (records: readonly WindowsRecord[]) =>
    records.map((record) => JSON.stringify(withoutText(record)));
  const whole = mixed.map((record) => JSON.stringify(record));
  return [
    { name: '(a) mixed, with messages', logsource, lines: whole, goal: 1.4 },
    { name: '(b) lean', logsource, lines: lean(mixed), goal: 1.1 },
    { name: '(c) process creation', logsource, lines: lean(processes), goal: 0.65 },
    ...['dns', 'ssl'].map(zeekLane),
  ].filter(({ lines }) => lines.length > 0);
}

function isCreation({ EventID, Channel }: WindowsRecord): boolean {
  const number = Number(EventID);
  return number === 4688 || (number === 1 && String(Channel).toLowerCase().includes('sysmon'));
}

function withoutText({ Message: _, message: _other, ...rest }: WindowsRecord): WindowsRecord {
  return rest;
}

function zeekLane(log: string): Lane {
  const path = join(CORPORA, 'zeek', `${log}.json.gz`);
  const text = gunzipSync(readFileSync(path)).toString('utf8');
  const lines = text
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .slice(0, LANE_LINES);
  return { name: `(f) Zeek ${log}`, logsource: { product: 'zeek' }, lines, goal: null };
}
