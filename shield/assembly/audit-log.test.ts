import type { AuditMode } from '@dejfa/seclang';
import { describe, expect, it } from 'vitest';
import { parseConfig } from '../config/index.ts';
import { auditingOf, unheardWish } from './audit-log.ts';

function configOf(text: string) {
  const { config, diagnostics } = parseConfig(text, 'dejfa.yaml');
  if (config === null) throw new Error(JSON.stringify(diagnostics));
  return config;
}

describe('which requests have an audit record', () => {
  it.each<[auditLog: string, rules: AuditMode | null, records: AuditMode]>([
    ['{}', 'on', 'off'],
    ['{ path: a.json }', null, 'relevant-only'],
    ['{ path: a.json }', 'relevant-only', 'relevant-only'],
    ['{ path: a.json }', 'on', 'on'],
    ['{ path: a.json }', 'off', 'off'],
    ['{ path: a.json, transactions: relevant }', 'on', 'relevant-only'],
    ['{ path: a.json, transactions: all }', 'off', 'on'],
  ])('auditLog: %s, SecAuditEngine %s', (auditLog, engine, auditEngine) => {
    const config = configOf(`auditLog: ${auditLog}`);
    expect(auditingOf(config, { engine, path: null })).toEqual({
      auditEngine,
      auditHides: ['authorization', 'proxy-authorization', 'cookie', 'set-cookie'],
    });
  });
});

it.each<[auditLog: string, wishes: Parameters<typeof unheardWish>[1], said: RegExp | null]>([
  [
    '{}',
    { engine: 'on', path: '/etc/passwd' },
    /ask for an audit log in \/etc\/passwd, and none is written: /,
  ],
  ['{}', { engine: 'relevant-only', path: null }, /ask for an audit log, and none/],
  ['{}', { engine: 'off', path: '/a' }, null],
  ['{}', { engine: null, path: '/a' }, null],
  ['{ path: a }', { engine: 'on', path: '/a' }, null],
])('auditLog: %s, rules %j: what is said', (auditLog, wishes, said) => {
  const text = unheardWish(configOf(`auditLog: ${auditLog}`), wishes);
  if (said === null) expect(text).toBeNull();
  else expect(text).toMatch(said);
});
