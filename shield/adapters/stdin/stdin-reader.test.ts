import { PassThrough } from 'node:stream';
import { expect, it, vi } from 'vitest';
import { CollectingSink } from '../source/collecting-sink.ts';
import { type StdinInput, StdinReader } from './stdin-reader.ts';

function open(input: StdinInput) {
  const sink = new CollectingSink();
  const reader = new StdinReader({ name: 'stdin', service: null, format: 'auto', sink, input });
  return { sink, reader };
}

it('reads to the end of the input, the last line without an end included', async () => {
  const input = new PassThrough();
  const { sink, reader } = open(input);
  await reader.start();
  input.write('{"a":1}\n{"a"');
  input.end(':2}');
  await reader.ended();
  expect(sink.events.map(({ fields }) => fields)).toEqual([{ a: 1 }, { a: 2 }]);
  expect(reader.status()).toMatchObject({ state: 'stopped', read: 2, parsed: 2 });
});

it('stops while it waits for input, and keeps what it has', async () => {
  const input = new PassThrough();
  const { sink, reader } = open(input);
  await reader.start();
  input.write('{"a":1}\n{"a":2}');
  await sink.has(1);
  await reader.stop();
  expect(sink.raws).toEqual(['{"a":1}', '{"a":2}']);
});

it('lets go of an input that stays open, so that it holds up nothing after the stop', async () => {
  const input = Object.assign(new PassThrough(), { ref: vi.fn(), unref: vi.fn() });
  const { reader } = open(input);
  await reader.start();
  expect([input.ref.mock.calls.length, input.unref.mock.calls.length]).toEqual([1, 0]);
  await reader.stop();
  expect(input.unref).toHaveBeenCalledOnce();
});

it('says why it failed', async () => {
  async function* broken(): AsyncGenerator<Uint8Array> {
    yield Buffer.from('one\n');
    throw new Error('input is gone');
  }
  const { reader } = open(broken());
  await reader.start();
  await reader.ended();
  expect(reader.status()).toMatchObject({ state: 'failed', error: 'input is gone', read: 1 });
});
