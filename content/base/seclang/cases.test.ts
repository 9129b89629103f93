import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInspector, loadRules, type RequestHead, type RuleSource } from '@dejfa/seclang';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';

const FOLDER = import.meta.dirname;

interface RequestCase {
  readonly name: string;
  /** Method and target. */
  readonly request: string;
  readonly version?: string;
  /** Added to those of a plain browser; null takes one away. */
  readonly headers?: Readonly<Record<string, string | null>>;
  /** Body as a form; written readably, encoded here. */
  readonly form?: string;
  readonly json?: string;
  /** Name of a file that is uploaded. */
  readonly file?: string;
}

interface FindCase extends RequestCase {
  readonly find: readonly number[];
  readonly block: boolean;
}

const { find, leave } = parse(readFileSync(join(FOLDER, 'cases.yaml'), 'utf8')) as {
  readonly find: readonly FindCase[];
  readonly leave: readonly RequestCase[];
};

const sources: readonly RuleSource[] = readdirSync(FOLDER)
  .filter((name) => name.endsWith('.conf'))
  .sort()
  .map((path) => ({ path, text: readFileSync(join(FOLDER, path), 'utf8') }));

const loaded = loadRules(sources, { include: () => null, data: () => null });
const inspector = createInspector(loaded.program);

const BROWSER: Readonly<Record<string, string>> = {
  Host: 'portal.example.gov',
  'User-Agent': 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0',
  Accept: 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8',
  'Accept-Language': 'fa-IR,fa;q=0.9,en-US;q=0.8,en;q=0.7',
  Connection: 'keep-alive',
};

/** Names may hold `+` for a space already; `&` and `=` part the fields; all else is encoded. */
function encodeForm(text: string): string {
  return text
    .split(/&(?=[\w.$[\]]{1,80}=)/)
    .map((field) => {
      const [name = '', ...value] = field.split('=');
      return `${encodeURIComponent(name)}=${encodeURIComponent(value.join('='))}`;
    })
    .join('&');
}

function bodyOf(one: RequestCase): { readonly type: string; readonly bytes: Buffer } | null {
  if (one.form !== undefined) {
    return { type: 'application/x-www-form-urlencoded', bytes: Buffer.from(encodeForm(one.form)) };
  }
  if (one.json !== undefined) return { type: 'application/json', bytes: Buffer.from(one.json) };
  if (one.file === undefined) return null;
  const part = `Content-Disposition: form-data; name="attachment"; filename="${one.file}"\r\nContent-Type: application/octet-stream`;
  const text = `--marker\r\n${part}\r\n\r\nmarker\r\n--marker--\r\n`;
  return { type: 'multipart/form-data; boundary=marker', bytes: Buffer.from(text) };
}

function inspect(one: RequestCase) {
  const [method = '', target = ''] = one.request.split(/ (.*)/);
  const body = bodyOf(one);
  const framing = body && { 'Content-Type': body.type, 'Content-Length': String(body.bytes.length) };
  const headers = Object.entries({ ...BROWSER, ...framing, ...one.headers }).flatMap(
    ([name, value]): readonly (readonly [string, string])[] => (value === null ? [] : [[name, value]]),
  );
  const head: RequestHead = {
    method,
    target,
    headers,
    httpVersion: one.version ?? '1.1',
    clientAddress: '192.0.2.10',
    clientPort: 40_000,
    serverAddress: '192.0.2.1',
    serverPort: 443,
  };
  const transaction = inspector.begin(head, { nowMs: 1_795_000_000_000, uniqueId: 'case' });
  let verdict = transaction.requestHeaders();
  if (verdict.kind === 'pass') {
    if (body !== null) transaction.appendRequestBody(body.bytes);
    verdict = transaction.requestBody();
  }
  const score = transaction.scores.inbound;
  const ids = transaction.matches.filter((match) => match.log).map((match) => match.ruleId);
  transaction.end();
  return { ids, score, blocked: verdict.kind === 'block' };
}

describe('base rules', () => {
  it('load whole, without a diagnostic', () => {
    expect(loaded.diagnostics).toEqual([]);
    expect(loaded.counts.loaded).toBe(loaded.counts.read);
  });

  it('have ids of their own range', () => {
    expect(loaded.program.ruleIds.filter((id) => id < 8_000_000 || id > 8_000_999)).toEqual([]);
    expect(new Set(loaded.program.ruleIds).size).toBe(loaded.program.ruleIds.length);
  });

  it('are each shown by a case', () => {
    const shown = new Set(find.flatMap((one) => one.find));
    const logged = loaded.program.ruleIds.filter((id) => id >= 8_000_100 && id < 8_000_900);
    expect(logged.filter((id) => !shown.has(id))).toEqual([]);
  });

  it.each(find)('find $name', (one) => {
    const { ids, score, blocked } = inspect(one);
    expect(ids).toEqual(expect.arrayContaining([...one.find]));
    expect(blocked).toBe(one.block);
    expect(score).toBeGreaterThanOrEqual(one.block ? 5 : 2);
  });

  it.each(leave)('leave alone $name', (one) => {
    expect(inspect(one)).toEqual({ ids: [], score: 0, blocked: false });
  });
});
