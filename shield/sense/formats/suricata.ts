import type { Fields } from '../../model/index.ts';
import { addressActor } from '../address.ts';
import { isJsonObject, textOf } from '../json-guard.ts';
import type { JsonFormat, JsonValue } from '../record.ts';
import { parseIsoTime } from '../time/index.ts';

/** Suricata EVE (Suricata manual, "EVE JSON Format"): one object a line, its sort in `event_type`. */
export const suricata: JsonFormat = {
  name: 'suricata',
  recognise: (object) =>
    typeof object.event_type === 'string' &&
    typeof object.timestamp === 'string' &&
    (object.src_ip !== undefined || object.flow_id !== undefined || object.event_type === 'stats'),
  parse: (object, context) => {
    const type = String(object.event_type);
    return {
      kind: 'record',
      format: `suricata-${type.slice(0, 40)}`,
      timeMs: parseIsoTime(textOf(object.timestamp) ?? '', context.zoneOffsetMinutes),
      logsource: { product: 'suricata', service: type },
      host: textOf(object.host),
      actor: addressActor(textOf(object.src_ip)),
      fields: object,
    };
  },
};

/** What Suricata itself concluded: such a record is a signal of its own. */
export interface SuricataAlert {
  readonly sid: number;
  readonly revision: number;
  readonly signature: string;
  readonly category: string;
  /** 1 is the most severe, as Suricata counts; 3 where it says nothing. */
  readonly severity: number;
  /** What Suricata did: `allowed` or `blocked`. */
  readonly action: string;
  /** ATT&CK techniques of the rule's metadata (`mitre_technique_id`), upper case. */
  readonly techniques: readonly string[];
}

/** The alert within the fields of an EVE record, or null when it is none. */
export function suricataAlertOf(fields: Fields): SuricataAlert | null {
  const alert = fields.alert as JsonValue | undefined;
  if (fields.event_type !== 'alert' || !isJsonObject(alert)) return null;
  const sid = Number(alert.signature_id);
  if (!Number.isSafeInteger(sid)) return null;
  const severity = Number(alert.severity ?? 3);
  return {
    sid,
    revision: Number(alert.rev ?? 0) || 0,
    signature: textOf(alert.signature) ?? `signature ${sid}`,
    category: textOf(alert.category) ?? '',
    severity: Number.isFinite(severity) ? severity : 3,
    action: textOf(alert.action) ?? 'allowed',
    techniques: techniquesOf(alert.metadata),
  };
}

function techniquesOf(metadata: JsonValue | undefined): readonly string[] {
  const list = isJsonObject(metadata) ? metadata.mitre_technique_id : undefined;
  const ids = Array.isArray(list) ? list : [list];
  return ids.flatMap((id) => (typeof id === 'string' && /^T\d{4}/i.test(id) ? [id.toUpperCase()] : []));
}
