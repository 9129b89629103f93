import { expect, it } from 'vitest';
import type { Attempt } from '../../model/index.ts';
import { sampleAttempt } from '../../testing/samples.ts';
import { createMemoryBus } from './bus-memory.ts';

it('hands on to every receiver of the topic, also when one throws, until it unsubscribes', async () => {
  const failures: unknown[] = [];
  const bus = createMemoryBus((error) => failures.push(error));
  const received: (readonly Attempt[])[] = [];
  const broken = new Error('receiver');
  bus.subscribe('attempt', () => {
    throw broken;
  });
  const stop = bus.subscribe('attempt', (attempts) => received.push(attempts));
  bus.publish('attempt', [sampleAttempt()]);
  bus.publish('attempt', []);
  bus.publish('incident', []);
  expect(received).toEqual([]);
  await Promise.resolve();
  stop();
  bus.publish('attempt', [sampleAttempt()]);
  await Promise.resolve();
  expect(received).toEqual([[sampleAttempt()]]);
  expect(failures).toEqual([broken, broken]);
});
