import { SeededRandom } from './random.ts';

/** One line in so many carries something that web rules look for. */
const MARKED_ONE_IN = 200;

/** Networks for documentation (RFC 5737). */
const NETWORKS = ['198.51.100', '203.0.113', '192.0.2'] as const;

const AGENTS = [
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36',
  'Mozilla/5.0 (iPhone; CPU iPhone OS 18_7 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/26.0 Mobile/15E148 Safari/604.1',
  'Mozilla/5.0 (X11; Ubuntu; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0',
  'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/26.1 Safari/605.1.15',
  'Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Mobile Safari/537.36',
  'Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)',
  'Prometheus/3.7.3',
  'kube-probe/1.34',
] as const;

const PAGES = [
  '/',
  '/assets/app.js',
  '/assets/style.css',
  '/images/logo.svg',
  '/api/applications',
  '/api/session',
  '/forms/residence',
  '/search',
  '/en/contact',
  '/downloads/annual-report.pdf',
  '/login',
  '/favicon.ico',
] as const;

const QUERY_NAMES = ['page', 'q', 'lang', 'sort', 'id', 'token', 'from', 'utm_source'] as const;
const WORDS = [
  'permit',
  'tax',
  'residence',
  '2026',
  'en',
  'cs',
  'date-desc',
  'news',
  'f%C3%BCr',
  'a%20b',
] as const;

/** Harmless on every server; taken from what the published rules name. */
const MARKS = [
  '/index.php?page=../../../../../etc/passwd',
  "/products?id=1'%20or%201=1",
  '/search?q=%3Cscript%3Ealert(1)%3C/script%3E',
  '/.git/HEAD',
  '/search?q=$%7Bjndi:marker%7D',
  '/items?id=1%20UNION%20SELECT%201',
] as const;

/** Lines of an nginx access log in the combined format, the same on every machine: about one in 200 is marked. */
export function accessLines(count: number): readonly string[] {
  const random = new SeededRandom(20_261_123);
  return Array.from({ length: count }, (_, at) => accessLine(random, at));
}

function accessLine(random: SeededRandom, at: number): string {
  const isMarked = random.once(MARKED_ONE_IN);
  const client = `${random.pick(NETWORKS)}.${random.below(256)}`;
  const page = random.pick(PAGES);
  const target = isMarked ? random.pick(MARKS) : page + queryOf(random, page);
  const method = !isMarked && page.startsWith('/api') && random.once(3) ? 'POST' : 'GET';
  const status = isMarked ? 404 : random.pick([200, 200, 304, 302, 404, 500]);
  const referer = random.once(3) ? '-' : `https://portal.example.org${random.pick(PAGES)}`;
  const agent = isMarked && random.once(2) ? 'sqlmap/1.9' : random.pick(AGENTS);
  return `${client} - ${random.once(20) ? 'clerk' : '-'} [${stamp(at)}] "${method} ${target} HTTP/1.1" ${status} ${random.below(60_000)} "${referer}" "${agent}"`;
}

function queryOf(random: SeededRandom, page: string): string {
  if (page.includes('.') || random.once(2)) return '';
  const pairs = Array.from({ length: 1 + random.below(3) }, () => {
    const value = random.once(3) ? random.hex(16) : random.pick(WORDS);
    return `${random.pick(QUERY_NAMES)}=${value}`;
  });
  return `?${pairs.join('&')}`;
}

/** Forty lines a second. */
function stamp(at: number): string {
  const seconds = Math.floor(at / 40);
  const two = (number: number) => String(number).padStart(2, '0');
  const hour = Math.floor(seconds / 3600) % 24;
  return `23/Nov/2026:${two(hour)}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)} +0000`;
}
