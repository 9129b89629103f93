/**
 * A writer for the crash tests, run as a process of its own: appends batches without end, and prints the number of a
 * batch once its append has resolved. Usage: node crash-writer.ts FOLDER FIRST_BATCH
 */
import { writeSync } from 'node:fs';
import { sampleAttempt, sampleBatch, sampleEvent, sampleSignal } from '../store-samples.ts';
import { openChdbStore } from './index.ts';

const [path = '', first = '0'] = process.argv.slice(2);
const store = await openChdbStore({ path }, { clock: { nowMs: () => Date.now() } });
writeSync(1, 'open\n');
for (let batch = Number(first); ; batch += 1) {
  const ids = Array.from({ length: 1 + (batch % 40) }, (_, row) => `${batch}-${row}`);
  await store.append(
    sampleBatch({
      events: ids.map((id) => sampleEvent({ id })),
      signals: ids.map((id) => sampleSignal({ id, eventId: id })),
      attempts: [sampleAttempt({ id: 'latest', signalCount: batch }), sampleAttempt({ id: `${batch}` })],
    }),
  );
  writeSync(1, `${batch}\n`);
}
