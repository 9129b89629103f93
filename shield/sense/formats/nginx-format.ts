import type { LineParser } from '../record.ts';
import { checkParts, LogFormatError, type LogFormatPart, openLogFormat } from './log-format.ts';
import { NGINX_VARIABLES } from './web-variables.ts';

/**
 * Compiles an nginx `log_format` string (ngx_http_log_module), for example
 * `$remote_addr - $request_time "$request" $status`. Throws {@link LogFormatError}.
 */
export function openNginxFormat(format: string): LineParser {
  return openLogFormat(checkParts(nginxParts(format)), { format: 'nginx-custom', product: 'nginx' });
}

function nginxParts(format: string): readonly LogFormatPart[] {
  const parts: LogFormatPart[] = [];
  let at = 0;
  while (at < format.length) {
    const dollar = format.indexOf('$', at);
    const end = dollar === -1 ? format.length : dollar;
    if (end > at) parts.push({ kind: 'literal', text: format.slice(at, end) });
    if (dollar === -1) break;
    const name = /^\$(?:\{(\w{1,128})\}|(\w{1,128}))/.exec(format.slice(dollar, dollar + 132));
    const variable = name?.[1] ?? name?.[2];
    if (name === null || variable === undefined) throw new LogFormatError('a name must follow "$"', dollar);
    const meaning = Object.hasOwn(NGINX_VARIABLES, variable) ? NGINX_VARIABLES[variable] : undefined;
    parts.push({ kind: 'value', name: variable, meaning: meaning ?? null });
    at = dollar + name[0].length;
  }
  return parts;
}
