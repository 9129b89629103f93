import { addressActor } from '../address.ts';
import { textOf } from '../json-guard.ts';
import type { JsonFormat } from '../record.ts';
import { parseIsoTime } from '../time/index.ts';
import { SURICATA_IN_PLACE } from './in-place.ts';

/**
 * Suricata EVE (Suricata manual, "EVE JSON Format"): one object a line, its sort in `event_type`.
 * An `alert` keeps its nesting, from which the `detect` stage makes a signal of its own.
 */
export const suricata: JsonFormat = {
  name: 'suricata',
  recognise: (object) =>
    typeof object.event_type === 'string' &&
    typeof object.timestamp === 'string' &&
    (object.src_ip !== undefined || object.flow_id !== undefined || object.event_type === 'stats'),
  inPlace: () => ({ format: SURICATA_IN_PLACE, origin: '' }),
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
