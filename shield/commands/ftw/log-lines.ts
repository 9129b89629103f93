import type { RequestHead, RuleMatch } from '@dejfa/seclang';

const SEVERITIES = ['EMERGENCY', 'ALERT', 'CRITICAL', 'ERROR', 'WARNING', 'NOTICE', 'INFO', 'DEBUG'];

/**
 * Matches as ModSecurity 2.9 writes them into the error log of Apache httpd, one a line: expressions of tests are
 * written for that. Rules that say `nolog` are not in it.
 */
export function logLines(matches: readonly RuleMatch[], head: RequestHead | null): string {
  return matches
    .filter((match) => match.log)
    .map((match) => logLine(match, head))
    .join('\n');
}

function logLine(match: RuleMatch, head: RequestHead | null): string {
  const at = match.variables[0]?.name ?? 'REQUEST_LINE';
  const host = head?.headers.find(([name]) => name.toLowerCase() === 'host')?.[1] ?? '';
  const fields: readonly (readonly [string, string])[] = [
    ['file', match.file],
    ['line', String(match.line)],
    ['id', String(match.ruleId)],
    ['msg', match.message],
    ['data', match.data],
    ['severity', match.severity === null ? '' : (SEVERITIES[match.severity] ?? '')],
    ['ver', match.version],
    ...match.tags.map((tag) => ['tag', tag] as const),
    ['hostname', host],
    ['uri', head?.target.split('?', 1)[0] ?? ''],
  ];
  const text = fields
    .filter(([, value]) => value !== '')
    .map(([name, value]) => `[${name} "${escaped(value)}"]`)
    .join(' ');
  return `ModSecurity: Warning. Pattern match at ${at}. ${text}`;
}

/** Quotes, backslashes and what cannot be printed, escaped as in that log. */
function escaped(value: string): string {
  return value.replace(/["\\]|[^\x20-\x7e]/g, (char) => {
    if (char === '"' || char === '\\') return `\\${char}`;
    if (char === '\n') return '\\n';
    if (char === '\r') return '\\r';
    if (char === '\t') return '\\t';
    return [...Buffer.from(char, 'latin1')]
      .map((byte) => `\\x${byte.toString(16).padStart(2, '0')}`)
      .join('');
  });
}
