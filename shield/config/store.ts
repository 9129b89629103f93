import { z } from 'zod';
import { path } from './name.ts';

const statePath = path()
  .default('./data')
  .describe(
    'Folder for state (decisions, positions, accounts, exclusions) and the embedded store; relative to this file',
  );

const embedded = z.strictObject({
  kind: z.literal('embedded').describe("ClickHouse's engine, in a process of the shield's own"),
  path: statePath,
  onDamage: z
    .enum(['refuse', 'set-aside'])
    .default('refuse')
    .describe(
      'A damaged store is left as it is, and nothing is counted; or it is set aside and a new one begun',
    ),
});

const clickhouse = z.strictObject({
  kind: z.literal('clickhouse').describe('A ClickHouse server or cluster'),
  path: statePath,
  url: z
    .url({ protocol: /^https?$/, error: 'is not an http or https address' })
    .meta({ expected: 'an address such as https://clickhouse.example.gov:8443' })
    .describe('Address of its HTTP interface'),
  user: z.string().min(1).max(128).default('default').describe('User name'),
  passwordFile: path().nullable().default(null).describe('File that holds the password'),
  database: z
    .string()
    .regex(/^[A-Za-z_][A-Za-z0-9_]{0,62}$/, { error: 'is not a database name' })
    .meta({ expected: 'a database name' })
    .default('dejfa')
    .describe('Database'),
});

/** Where events, signals, attempts, decisions and receipts are kept. */
export const storeSchema = z
  .discriminatedUnion('kind', [embedded, clickhouse])
  .meta({ expected: 'a store: { kind: embedded, path } or { kind: clickhouse, url, … }' });
