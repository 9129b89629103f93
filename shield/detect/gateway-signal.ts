import type { Event, RsitClass, Severity, Signal } from '../model/index.ts';
import type { IdSource } from '../ports/index.ts';
import { fromEvent } from './signal-origin.ts';

/** Something that the gateway itself found, before or beside the rules. */
export interface GatewayFinding {
  /** Stable: `conflicting-length`, `inspection-undetermined` … */
  readonly code: string;
  readonly title: string;
  readonly reason: string;
  readonly severity: Severity;
  readonly effect: Signal['effect'];
  readonly rsit?: RsitClass;
}

/** The signal of a finding of the gateway's own; an attempt at intrusion unless the finding says otherwise. */
export function gatewaySignal(event: Event, finding: GatewayFinding, ids: IdSource): Signal {
  return {
    id: ids.next(),
    ...fromEvent(event),
    rule: { engine: 'gateway', id: finding.code, title: finding.title, pack: 'gateway' },
    severity: finding.severity,
    rsit: finding.rsit ?? 'intrusion-attempts',
    techniques: [],
    message: finding.reason,
    parts: [],
    score: 0,
    effect: finding.effect,
  };
}
