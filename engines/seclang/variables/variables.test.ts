import { describe, expect, it } from 'vitest';
import type { Phase, RequestHead } from '../api.ts';
import { createMemoryCollectionStore } from '../collections/index.ts';
import { chooseProcessor, readBody } from '../transaction/read-body.ts';
import { DEFAULT_SETTINGS } from '../transaction/settings.ts';
import { createSettledStates } from '../transaction/settled-state.ts';
import { TransactionState } from '../transaction/state.ts';
import { VARIABLES, variableNamed } from './index.ts';

const HEAD: RequestHead = {
  method: 'POST',
  target: '/a/b.php?q=1&r=%41&q=2',
  httpVersion: '1.1',
  headers: [],
  clientAddress: '192.0.2.1',
  clientPort: 40_000,
  serverAddress: '192.0.2.2',
  serverPort: 443,
};

const PART = '--B\r\nContent-Disposition: form-data; name="q"\r\n\r\n3\r\n';
const FILE = '--B\r\nContent-Disposition: form-data; name="f"; filename="x"\r\n\r\n4\r\n--B--\r\n';

/** A transaction that holds a request with that body and a response, in that phase. */
function stateWith(contentType: string, body: string, phase: Phase): TransactionState {
  const headers = [
    ['Host', 'portal.test:80'],
    ['Cookie', 'q=1; s=2; q=3'],
    ['Authorization', 'Basic YTpi'],
    ['Content-Type', contentType],
  ] as const;
  const input = {
    head: { ...HEAD, headers },
    nowMs: 0,
    uniqueId: 'x',
    settings: DEFAULT_SETTINGS,
    collections: createMemoryCollectionStore(),
  };
  const state = new TransactionState(input, createSettledStates(new Map(), []));
  state.bodyProcessor = chooseProcessor(state.input);
  readBody(state, body, body.length);
  state.response = { status: 200, httpVersion: '1.1', headers };
  state.tx.set('a', '1');
  state.enter(phase);
  return state;
}

describe.each<[contentType: string, body: string]>([
  ['application/x-www-form-urlencoded', 'q=3&s=4&q=5'],
  ['application/json', '{"q":3,"s":[4],"q":5}'],
  ['multipart/form-data; boundary=B', PART + PART + FILE],
  ['text/xml', '<a b="1">c</a>'],
])('with a body of %s', (contentType, body) => {
  it.each(Object.keys(VARIABLES))('%s has members of its own name, each of them once', (name) => {
    for (const phase of [1, 2, 4] as const) {
      const state = stateWith(contentType, body, phase);
      const definition = variableNamed(name);
      const members = definition?.read(state) ?? [];
      expect(definition?.name).toBe(name);
      expect(new Set(members).size).toBe(members.length);
      for (const { collection } of members) expect(collection).toBe(name);
    }
  });
});

it('tells arguments of the query from those of the body, in their order', () => {
  const state = stateWith('application/x-www-form-urlencoded', 'q=3&s=4', 2);
  const shown = (name: string) =>
    variableNamed(name)
      ?.read(state)
      .map(({ key, value }) => `${key}=${value}`)
      .join(' ');
  expect(shown('ARGS')).toBe('q=1 r=A q=2 q=3 s=4');
  expect(shown('ARGS_NAMES')).toBe('q=q r=r q=q q=q s=s');
  expect(shown('ARGS_GET')).toBe('q=1 r=A q=2');
  expect(shown('ARGS_GET_NAMES')).toBe('q=q r=r q=q');
  expect(shown('ARGS_POST')).toBe('q=3 s=4');
  expect(shown('ARGS_POST_NAMES')).toBe('q=q s=s');
  expect(shown('ARGS_COMBINED_SIZE')).toBe('null=10');
  expect(shown('REQUEST_COOKIES_NAMES')).toBe('q=q s=s q=q');
});
