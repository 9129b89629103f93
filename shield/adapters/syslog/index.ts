export type { SyslogTls } from './stream-listener.ts';
export { type SyslogOptions, SyslogReader } from './syslog-reader.ts';
