import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import type { SigmaLogSource } from '@dejfa/sigma';
import { ARCHIVE_LIMITS } from '../../shield/adapters/archive/limits.ts';
import { membersOfFile } from '../../shield/adapters/archive/members.ts';

/** Outside recordings; see the README there. */
const CORPORA = join(import.meta.dirname, '../../../shared/corpora');

/** Records of one kind, a line each. */
export interface Lane {
  readonly name: string;
  readonly logsource: SigmaLogSource;
  readonly lines: readonly string[];
  /** How many times `JSON.parse` the scan is to be. */
  readonly goal: number | null;
}

/** Every so many lines of a recording are taken, so that a lane holds something of each. */
const STEP = 60;
const LANE_LINES = 6000;

type WindowsRecord = Readonly<Record<string, unknown>>;

/** Lanes of what is there beside this checkout; the same lines each time. */
export async function readLanes(): Promise<readonly Lane[]> {
  const mixed: WindowsRecord[] = [];
  const processes: WindowsRecord[] = [];
  let count = 0;
  for await (const line of windowsLines()) {
    count += 1;
    const isProcess = /"EventID": ?(?:1|4688)\b/.test(line);
    if (count % STEP !== 0 && !isProcess) continue;
    const record = parseRecord(line);
    if (record === null) continue;
    if (count % STEP === 0 && mixed.length < LANE_LINES) mixed.push(record);
    if (isProcess && isCreation(record) && processes.length < LANE_LINES) processes.push(record);
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

/** Lines of all Windows recordings, in the order of the names of their archives. */
async function* windowsLines(): AsyncGenerator<string> {
  const root = join(CORPORA, 'otrf/atomic/windows');
  const paths = readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.(?:zip|gz)$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
  for (const path of paths) {
    const budget = { limits: ARCHIVE_LIMITS, packedBytes: statSync(path).size, unpackedBytes: 0 };
    for await (const member of membersOfFile(path, budget)) {
      if (member.kind !== 'bytes') continue;
      const chunks: Buffer[] = [];
      for await (const chunk of member.bytes) chunks.push(chunk);
      yield* Buffer.concat(chunks).toString('utf8').split('\n');
    }
  }
}

function parseRecord(line: string): WindowsRecord | null {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' && value !== null ? (value as WindowsRecord) : null;
  } catch {
    return null;
  }
}

function isCreation({ EventID, Channel }: WindowsRecord): boolean {
  return EventID === 4688 || (EventID === 1 && String(Channel).toLowerCase().includes('sysmon'));
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
