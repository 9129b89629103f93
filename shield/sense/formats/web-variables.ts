import type { WebParts } from './web-record.ts';

/** What one variable of an access log format means. `time-*` are the ways to write the time. */
export type WebMeaning =
  | keyof Omit<WebParts, 'timeMs'>
  | 'request'
  | 'path'
  | 'query'
  | 'time-clf'
  | 'time-iso'
  | 'time-seconds'
  | 'time-milliseconds'
  | 'time-microseconds';

/** nginx variables (ngx_http_log_module, ngx_http_core_module); others keep their own name as a field. */
export const NGINX_VARIABLES: Readonly<Record<string, WebMeaning>> = {
  remote_addr: 'client',
  remote_user: 'user',
  time_local: 'time-clf',
  time_iso8601: 'time-iso',
  msec: 'time-seconds',
  request: 'request',
  request_method: 'method',
  request_uri: 'target',
  uri: 'path',
  document_uri: 'path',
  args: 'query',
  query_string: 'query',
  server_protocol: 'protocol',
  status: 'status',
  body_bytes_sent: 'bytes',
  bytes_sent: 'bytes',
  http_referer: 'referer',
  http_user_agent: 'userAgent',
  host: 'host',
  http_host: 'host',
  server_name: 'host',
};

/** Apache `LogFormat` directives (mod_log_config), without `%`; named ones as `{Name}i` in lower case. */
export const APACHE_DIRECTIVES: Readonly<Record<string, WebMeaning>> = {
  h: 'client',
  a: 'client',
  '{c}a': 'client',
  u: 'user',
  t: 'time-clf',
  '{sec}t': 'time-seconds',
  '{msec}t': 'time-milliseconds',
  '{usec}t': 'time-microseconds',
  r: 'request',
  m: 'method',
  U: 'path',
  q: 'query',
  H: 'protocol',
  s: 'status',
  b: 'bytes',
  B: 'bytes',
  O: 'bytes',
  v: 'host',
  V: 'host',
  '{host}i': 'host',
  '{referer}i': 'referer',
  '{user-agent}i': 'userAgent',
};
