import { expect, it } from 'vitest';
import { type Config, parseConfig } from '../config/index.ts';
import { restartNeeds } from './restart-needs.ts';

function read(text: string): Config {
  const { config } = parseConfig(text, 'x.yaml');
  if (config === null) throw new Error('not valid');
  return config;
}

const GATEWAY = 'listen: { gateway: [{ address: 127.0.0.1, port: 8080 }] }';

it.each([
  ['', '', []],
  ['', 'listen: { console: { port: 8601 } }', ['listen.console']],
  ['', 'store: { kind: embedded, path: ./other }', ['store']],
  ['', 'counting: { quietTime: 5m }', ['counting']],
  ['', 'defuse: { repeatOffender: null }', ['defuse']],
  ['', GATEWAY, ['listen.gateway']],
  [GATEWAY, GATEWAY.replace('8080', '8081'), []],
  [GATEWAY, '', []],
  ['', 'retention: { events: 1d }\ntrustedProxies: [192.0.2.1]', []],
])('%j, then %j', (before, after, sections) => {
  expect(restartNeeds(read(before), read(after))).toEqual(sections);
});
