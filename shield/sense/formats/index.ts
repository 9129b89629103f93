import { FormatError } from '../format-error.ts';
import { type FormatName, type FormatSetting, isFormatName } from '../format-setting.ts';
import type { LineParser } from '../record.ts';
import { accessJson } from './access-json.ts';
import { openApacheFormat } from './apache-format.ts';
import { openAuditd } from './auditd.ts';
import { cloudtrail } from './cloudtrail.ts';
import { openCombined } from './combined.ts';
import { openCsv } from './csv.ts';
import { openErrorLog } from './error-log.ts';
import { openIis } from './iis.ts';
import { openJsonLines } from './json-lines.ts';
import { openKeyValue } from './key-value.ts';
import { LogFormatError } from './log-format.ts';
import { openNginxFormat } from './nginx-format.ts';
import { openSquid } from './squid.ts';
import { suricata } from './suricata.ts';
import { openSyslog } from './syslog.ts';
import { openText } from './text.ts';
import { windows } from './windows.ts';
import { openWindowsXml } from './windows-xml.ts';
import { zeek } from './zeek.ts';
import { openZeekTsv } from './zeek-tsv.ts';

/** Each format by name, opened anew for every file or connection: some remember headers. */
const OPENERS = {
  nginx: () => openCombined('nginx'),
  apache: () => openCombined('apache'),
  combined: () => openCombined(null),
  'access-json': () => openJsonLines(accessJson),
  iis: openIis,
  syslog: openSyslog,
  auditd: openAuditd,
  windows: () => openJsonLines(windows),
  'windows-xml': openWindowsXml,
  zeek: () => openJsonLines(zeek),
  'zeek-tsv': openZeekTsv,
  suricata: () => openJsonLines(suricata),
  cloudtrail: () => openJsonLines(cloudtrail),
  json: () => openJsonLines(null),
  'error-log': openErrorLog,
  squid: openSquid,
  'key-value': openKeyValue,
  csv: openCsv,
  text: openText,
} as const satisfies Record<FormatName, () => LineParser>;

/**
 * Opens a parser for lines of one file or connection. Throws {@link FormatError} when the name is not known or a
 * custom format string cannot be used; `auto` is not opened here but by `AutoParser`.
 */
export function openFormat(setting: Exclude<FormatSetting, 'auto'>): LineParser {
  if (typeof setting === 'string') {
    if (!isFormatName(setting)) throw new FormatError(`there is no format "${setting}"`, null);
    return OPENERS[setting]();
  }
  try {
    return 'nginx' in setting ? openNginxFormat(setting.nginx) : openApacheFormat(setting.apache);
  } catch (cause) {
    if (!(cause instanceof LogFormatError)) throw cause;
    throw new FormatError(cause.message, cause.offset, { cause });
  }
}
