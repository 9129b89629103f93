import type { Event, Fields, FieldValue, RsitClass, Severity, Signal } from '../model/index.ts';
import type { IdSource } from '../ports/index.ts';
import { fromEvent } from './signal-origin.ts';

/** Suricata numbers severities from 1, the worst (Suricata user guide, EVE JSON output, alert). */
const SEVERITY_BY_NUMBER: Readonly<Record<number, Severity>> = {
  1: 'high',
  2: 'medium',
  3: 'low',
  4: 'informational',
};

/** Class types of Suricata's classification.config, as far as they are not attempts at intrusion. */
const RSIT_BY_CATEGORY: Readonly<Record<string, RsitClass>> = {
  'A Network Trojan was detected': 'malicious-code',
  'Malware Command and Control Activity Detected': 'malicious-code',
  'Attempted Denial of Service': 'availability',
  'Denial of Service': 'availability',
  'Detection of a Network Scan': 'information-gathering',
  'Attempted Information Leak': 'information-gathering',
  'Information Leak': 'information-content-security',
  'Potential Corporate Privacy Violation': 'other',
};

/** An alert that Suricata wrote is a signal of its own; every other EVE record makes none. */
export function signalsOfSuricata(event: Event, ids: IdSource): readonly Signal[] {
  const alert = event.fields.alert;
  if (event.fields.event_type !== 'alert' || !isFields(alert)) return [];
  const category = text(alert.category);
  const title = text(alert.signature);
  return [
    {
      id: ids.next(),
      ...fromEvent(event),
      rule: {
        engine: 'suricata',
        id: text(alert.signature_id),
        title,
        pack: `suricata rev ${text(alert.rev)}`,
      },
      severity: SEVERITY_BY_NUMBER[Number(alert.severity)] ?? 'medium',
      rsit: RSIT_BY_CATEGORY[category] ?? 'intrusion-attempts',
      techniques: techniquesOf(alert.metadata),
      message: category === '' ? title : `${title} (${category})`,
      parts: [],
      score: 0,
      effect: alert.action === 'blocked' ? 'blocked' : 'unknown',
    },
  ];
}

/** Rule sets that know ATT&CK state it in the metadata of the alert, as a list of identifiers. */
function techniquesOf(metadata: FieldValue | undefined): readonly string[] {
  const stated = isFields(metadata) ? metadata.mitre_technique_id : undefined;
  if (!Array.isArray(stated)) return [];
  return stated
    .filter((one): one is string => typeof one === 'string' && /^T\d{4}(\.\d{3})?$/.test(one))
    .slice(0, 20);
}

function isFields(value: FieldValue | undefined): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function text(value: FieldValue | undefined): string {
  return typeof value === 'string' ? value : typeof value === 'number' ? String(value) : '';
}
