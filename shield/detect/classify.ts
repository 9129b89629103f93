import { isRsitClass, type RsitClass, type Severity } from '../model/index.ts';

/** What the tags of a rule say about the kind of attack. */
export interface Classification {
  readonly rsit: RsitClass;
  readonly techniques: readonly string[];
}

/**
 * Tags of SecLang rules, the CRS's and our own, by what they begin with; the first that fits counts.
 * Techniques: ATT&CK Enterprise. A protocol violation alone shows no technique.
 */
const SECLANG_TAGS: readonly (readonly [tag: RegExp, rsit: RsitClass, technique: string | null])[] = [
  [/^attack-reputation-(?:scanner|crawler|scripting)/, 'information-gathering', 'T1595.002'],
  [/^attack-dos/, 'availability', 'T1499'],
  [/^attack-disclosure/, 'information-content-security', null],
  [/^attack-xss/, 'intrusion-attempts', 'T1059.007'],
  [
    /^attack-(?:sqli|lfi|rfi|rce|injection|ssrf|ssti|xxe|upload|deserialization)/,
    'intrusion-attempts',
    'T1190',
  ],
  [/^attack-webshell/, 'intrusion-attempts', 'T1505.003'],
];

const DEFAULT_RSIT: RsitClass = 'intrusion-attempts';

/** RSIT class and techniques of a SecLang rule. `rsit/CLASS` and `attack.TNNNN` tags are taken at their word. */
export function classifySeclang(tags: readonly string[]): Classification {
  const stated = tags.flatMap((tag) => /^attack\.(T\d{4}(?:\.\d{3})?)$/i.exec(tag)?.[1]?.toUpperCase() ?? []);
  const row = SECLANG_TAGS.find(([pattern]) => tags.some((tag) => pattern.test(tag)));
  const named = tags.flatMap((tag) => /^rsit\/(.+)$/.exec(tag)?.[1] ?? []).find(isRsitClass);
  return {
    rsit: named ?? row?.[1] ?? DEFAULT_RSIT,
    techniques: stated.length > 0 ? stated : row?.[2] ? [row[2]] : [],
  };
}

/** ATT&CK tactics, latest in an intrusion first: the furthest that a rule names decides its class. */
const TACTICS: readonly (readonly [tactic: string, rsit: RsitClass])[] = [
  ['impact', 'availability'],
  ['exfiltration', 'information-content-security'],
  ['command-and-control', 'intrusions'],
  ['collection', 'intrusions'],
  ['lateral-movement', 'intrusions'],
  ['persistence', 'intrusions'],
  ['privilege-escalation', 'intrusions'],
  ['execution', 'intrusions'],
  ['defense-evasion', 'intrusions'],
  ['credential-access', 'intrusion-attempts'],
  ['initial-access', 'intrusion-attempts'],
  ['discovery', 'information-gathering'],
  ['reconnaissance', 'information-gathering'],
];

/**
 * RSIT class of a Sigma rule from the tactics in its tags (`attack.initial-access`, underscores allowed). What a rule
 * sees in a request is an attempt, whatever the request wanted: that something ran shows only on the machine itself.
 */
export function classifySigma(tags: readonly string[], seenIn: 'request' | 'machine'): RsitClass {
  const named = new Set(
    tags.map((tag) =>
      tag
        .toLowerCase()
        .replace(/^attack\./, '')
        .replaceAll('_', '-'),
    ),
  );
  const rsit = TACTICS.find(([tactic]) => named.has(tactic))?.[1] ?? DEFAULT_RSIT;
  return rsit === 'intrusions' && seenIn === 'request' ? 'intrusion-attempts' : rsit;
}

const SYSLOG_SEVERITIES: readonly Severity[] = [
  'critical',
  'critical',
  'critical',
  'high',
  'medium',
  'low',
  'informational',
  'informational',
];

/** SecLang severities are those of syslog: 0 emergency to 7 debug; a rule without one is a notice. */
export function severityOfSyslog(level: number | null): Severity {
  return SYSLOG_SEVERITIES[level ?? 5] ?? 'low';
}
