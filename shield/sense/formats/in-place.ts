import type { InPlaceFormat, SketchValue } from '../../ports/index.ts';
import { shapeOf } from './windows-shapes.ts';

/**
 * What the formats of JSON records need of a record to be searched where it stands. Each says yes only to records that
 * its format reads without changing a field, and that no other format of the table would take: where it says no, the
 * record is read in the ordinary way, so that these may be as narrow as they like and never differ from their formats.
 */

/** A record's fields as far as it is told by them. */
type Sketch = { readonly [name: string]: SketchValue };

/** Fields by which Windows events are told, in any of their shapes. */
const WINDOWS_NAMES = [
  ...['winlog', 'event_id', 'log_name', 'Event', 'System', 'data', 'win', 'EventId', 'EventID', 'Channel'],
  ...['SourceName', 'Provider_Name', 'ProviderName', 'Message', 'TimeCreated'],
];
const CLOUDTRAIL_NAMES = ['eventSource', 'eventName', 'Records'];
const ZEEK_NAMES = ['_path', 'ts'];

/** A whole number as `String` writes it. */
const WHOLE = /^(?:0|[1-9]\d{0,14})$/;

/** Flat records with the number, and the provider and the machine where `windows-shapes.ts` takes them from. */
export const WINDOWS_IN_PLACE: InPlaceFormat = {
  name: 'windows',
  logsource: { product: 'windows' },
  aliases: { Provider_Name: ['SourceName', 'ProviderName'], Computer: ['Hostname', 'ComputerName', 'host'] },
  values: ['EventID', 'Channel', 'Provider_Name', 'SourceName'],
  types: [
    ...WINDOWS_NAMES,
    ...['Computer', 'Hostname', 'ComputerName', 'host'],
    ...CLOUDTRAIL_NAMES,
    ...ZEEK_NAMES,
    'event_type',
  ],
  logsourceOf: (record) => {
    const isOfOthers = [...CLOUDTRAIL_NAMES, ...ZEEK_NAMES, 'event_type'].some((name) => name in record);
    if (isOfOthers || shapeOf(record) !== 'flat' || !WHOLE.test(String(record.EventID))) return null;
    const provider = firstText(record, ['Provider_Name', 'SourceName', 'ProviderName']);
    const computer = firstText(record, ['Computer', 'Hostname', 'ComputerName', 'host']);
    // Sysmon for Linux writes events of the same shape.
    const isLinux = provider === 'Linux-Sysmon' || record.Channel === 'Linux-Sysmon/Operational';
    return provider === null || computer === null || isLinux ? null : { product: 'windows' };
  },
};

/** The first field that is there, where it is text: null is taken for missing by the one way and not by the other. */
function firstText(record: Sketch, names: readonly string[]): string | null {
  const value = names.map((name) => record[name]).find((found) => found !== undefined);
  return typeof value === 'string' ? value : null;
}

/** Single records, not whole deliveries. */
export const CLOUDTRAIL_IN_PLACE: InPlaceFormat = {
  name: 'cloudtrail',
  logsource: { product: 'aws', service: 'cloudtrail' },
  aliases: {},
  values: [],
  types: [...CLOUDTRAIL_NAMES, ...WINDOWS_NAMES, ...ZEEK_NAMES, 'event_type'],
  logsourceOf: (record) => {
    const isOfOthers = [...WINDOWS_NAMES, ...ZEEK_NAMES, 'event_type', 'Records'].some(
      (name) => name in record,
    );
    if (isOfOthers || typeof record.eventSource !== 'string' || typeof record.eventName !== 'string')
      return null;
    return { product: 'aws', service: 'cloudtrail' };
  },
};

/** All records but alerts, which are signals of their own. */
export const SURICATA_IN_PLACE: InPlaceFormat = {
  name: 'suricata',
  logsource: { product: 'suricata' },
  aliases: {},
  values: ['event_type'],
  types: ['timestamp', 'src_ip', 'flow_id', ...WINDOWS_NAMES, ...CLOUDTRAIL_NAMES, ...ZEEK_NAMES],
  logsourceOf: (record) => {
    const { event_type: type, timestamp } = record;
    const isOfOthers = [...WINDOWS_NAMES, ...CLOUDTRAIL_NAMES, ...ZEEK_NAMES].some((name) => name in record);
    if (isOfOthers || typeof type !== 'string' || type === 'alert' || typeof timestamp !== 'string')
      return null;
    return 'src_ip' in record || 'flow_id' in record || type === 'stats'
      ? { product: 'suricata', service: type }
      : null;
  },
};

const OF_OTHERS = [...WINDOWS_NAMES, ...CLOUDTRAIL_NAMES, 'event_type'];

/** Records of a log that `_path` names, or else their file, the origin; those with `id` as an object are not flat. */
export const ZEEK_IN_PLACE: InPlaceFormat = {
  name: 'zeek',
  logsource: { product: 'zeek' },
  aliases: {},
  values: ['_path'],
  types: ['ts', 'uid', 'id', 'id.orig_h', ...OF_OTHERS],
  logsourceOf: (record, origin) => {
    if (OF_OTHERS.some((name) => name in record) || 'id' in record) return null;
    const { _path: named } = record;
    const path = typeof named === 'string' ? named : origin;
    const isTold =
      typeof named === 'string' || ('ts' in record && ('id.orig_h' in record || 'uid' in record));
    return path === '' || !isTold ? null : { product: 'zeek', service: path };
  },
};
