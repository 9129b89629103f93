import { pick, seededRandom } from './seeded-random.ts';
import type { RecordedRequest, Step } from './step.ts';

const AGENTS = [
  'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Safari/537.36',
  'Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Mobile/15E148 Safari/604.1',
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:127.0) Gecko/20100101 Firefox/127.0',
] as const;

const QUERIES = [
  'permit',
  'driving licence',
  'school',
  'parking',
  "O'Brien street parking",
  'child benefit 2026',
] as const;
const NAMES = ['Anna Kovács', "Sean O'Neill", 'Maryam Ahmadi', 'Jānis Bērziņš', 'Lea Meyer'] as const;

/** Legitimate visitors over `lengthMs`: about one request in `everyMs`, from 120 addresses. */
export function visitors({
  lengthMs,
  everyMs,
}: {
  readonly lengthMs: number;
  readonly everyMs: number;
}): readonly Step[] {
  const random = seededRandom(20_190_527);
  const steps: Step[] = [];
  for (let atMs = 0; atMs < lengthMs; atMs += everyMs * (0.3 + 1.4 * random())) {
    steps.push({ kind: 'request', atMs, request: visit(random) });
  }
  return steps;
}

function visit(random: () => number): RecordedRequest {
  const from =
    random() < 0.15
      ? `2001:db8:10::${(1 + Math.floor(random() * 20)).toString(16)}`
      : `192.0.2.${1 + Math.floor(random() * 100)}`;
  const headers = {
    'user-agent': pick(random, AGENTS),
    accept: 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8',
    'accept-language': 'en-US,en;q=0.9',
    'accept-encoding': 'gzip, deflate, br',
  };
  const roll = random();
  if (roll < 0.35) return { from, method: 'GET', target: '/', headers };
  if (roll < 0.7)
    return {
      from,
      method: 'GET',
      target: `/services/search?q=${encodeURIComponent(pick(random, QUERIES))}`,
      headers,
    };
  if (roll < 0.8) return { from, method: 'GET', target: '/services/apply', headers };
  if (roll < 0.9) return application(from, headers, pick(random, NAMES));
  if (roll < 0.95) return apiCall(from, headers, pick(random, NAMES));
  return upload(from, headers);
}

type Headers = RecordedRequest['headers'];

function application(from: string, headers: Headers, name: string): RecordedRequest {
  const body = new URLSearchParams({
    name,
    service: 'Parking permit',
    remarks: 'Two cars; one is electric.',
  }).toString();
  const type = { 'content-type': 'application/x-www-form-urlencoded' };
  return { from, method: 'POST', target: '/services/apply', headers: { ...headers, ...type }, body };
}

function apiCall(from: string, headers: Headers, name: string): RecordedRequest {
  const body = JSON.stringify({ name, service: 'Residence certificate', language: 'en' });
  const type = { 'content-type': 'application/json', accept: 'application/json' };
  return { from, method: 'POST', target: '/api/v1/applications', headers: { ...headers, ...type }, body };
}

function upload(from: string, headers: Headers): RecordedRequest {
  const boundary = '----demo7MA4YWxkTrZu0gW';
  const part = `--${boundary}\r\nContent-Disposition: form-data; name="document"; filename="lease.txt"\r\nContent-Type: text/plain`;
  const body = `${part}\r\n\r\nLease agreement, page one of two.\r\n--${boundary}--\r\n`;
  const type = { 'content-type': `multipart/form-data; boundary=${boundary}` };
  return { from, method: 'POST', target: '/documents/upload', headers: { ...headers, ...type }, body };
}
