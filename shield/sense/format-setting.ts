/** Names of the formats, as the configuration says them (`format: nginx`). */
export const FORMAT_NAMES = [
  'nginx',
  'apache',
  'combined',
  'access-json',
  'iis',
  'syslog',
  'auditd',
  'windows',
  'windows-xml',
  'zeek',
  'zeek-tsv',
  'suricata',
  'cloudtrail',
  'json',
  'error-log',
  'squid',
  'key-value',
  'csv',
  'text',
] as const;

/** One of {@link FORMAT_NAMES}. */
export type FormatName = (typeof FORMAT_NAMES)[number];

/** `auto` recognises by content; an object holds a custom access log format as its server's configuration writes it. */
export type FormatSetting = 'auto' | FormatName | { readonly nginx: string } | { readonly apache: string };

/** Narrows text to the name of a format. */
export function isFormatName(text: string): text is FormatName {
  return FORMAT_NAMES.some((name) => name === text);
}
