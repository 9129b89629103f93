export { type AuditLogOptions, AuditLogWriter } from './audit-log-writer.ts';
