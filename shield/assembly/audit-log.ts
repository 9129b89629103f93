import type { AuditMode, AuditWishes } from '@dejfa/seclang';
import type { Config } from '../config/index.ts';

/** What inspectors are told of the audit log. */
export interface Auditing {
  readonly auditEngine: AuditMode;
  /** Fields of heads whose values no record shows. */
  readonly auditHides: readonly string[];
}

/** No records: for what is only tried out. */
export const NO_AUDIT: Auditing = { auditEngine: 'off', auditHides: [] };

/** Which requests have an audit record: what the operator says, and what the rules say where the operator asks them. */
export function auditingOf(
  { auditLog, privacy }: Pick<Config, 'auditLog' | 'privacy'>,
  wishes: AuditWishes,
): Auditing {
  const auditHides = privacy.redactHeaders;
  if (auditLog.path === null) return { auditEngine: 'off', auditHides };
  if (auditLog.transactions === 'all') return { auditEngine: 'on', auditHides };
  const asked = auditLog.transactions === 'rules' ? wishes.engine : null;
  return { auditEngine: asked ?? 'relevant-only', auditHides };
}

/** What an operator whose rules ask for an audit log that nobody writes should know; null where all is well. */
export function unheardWish({ auditLog }: Pick<Config, 'auditLog'>, wishes: AuditWishes): string | null {
  if (auditLog.path !== null || wishes.engine === null || wishes.engine === 'off') return null;
  const where = wishes.path === null ? '' : ` in ${wishes.path}`;
  return `the rules ask for an audit log${where}, and none is written: name its file in the configuration (auditLog.path)`;
}
