import type { ActorKey } from '../../model/index.ts';
import { isAddress } from '../address.ts';
import { isJsonObject, textOf } from '../json-guard.ts';
import { failure, type JsonFormat, type JsonObject, type LineContext, type ParsedRecord } from '../record.ts';
import { parseIsoTime } from '../time/index.ts';
import { CLOUDTRAIL_IN_PLACE } from './in-place.ts';

/**
 * AWS CloudTrail ("CloudTrail record contents"): one record, or a delivered file with all of them in `Records`.
 * Fields keep their nesting: rules say `userIdentity.type`.
 */
export const cloudtrail: JsonFormat = {
  name: 'cloudtrail',
  recognise: (object) => isRecord(object) || isFile(object),
  inPlace: () => ({ format: CLOUDTRAIL_IN_PLACE, origin: '' }),
  parse: (object, context) => {
    if (!isFile(object)) return recordOf(object, context);
    const list = Array.isArray(object.Records) ? object.Records : [];
    const records = list.flatMap((item) =>
      isJsonObject(item) && isRecord(item) ? [recordOf(item, context)] : [],
    );
    const failures = list.length - records.length;
    if (records.length === 0 && failures > 0) return failure('nothing in Records is a CloudTrail record');
    const reason = failures > 0 ? `${failures} of ${list.length} Records are no CloudTrail records` : null;
    return { kind: 'records', records, failures, reason };
  },
};

function isRecord(object: JsonObject): boolean {
  return typeof object.eventSource === 'string' && typeof object.eventName === 'string';
}

function isFile(object: JsonObject): boolean {
  const first = Array.isArray(object.Records) ? object.Records[0] : undefined;
  return isJsonObject(first) && isRecord(first);
}

function recordOf(object: JsonObject, context: LineContext): ParsedRecord {
  return {
    kind: 'record',
    format: 'cloudtrail',
    timeMs: parseIsoTime(textOf(object.eventTime) ?? '', context.zoneOffsetMinutes),
    logsource: { product: 'aws', service: 'cloudtrail' },
    host: textOf(object.recipientAccountId),
    actor: actorOf(object),
    fields: object,
  };
}

/** The caller's address; calls of AWS services to each other have a name there, and then the identity counts. */
function actorOf(object: JsonObject): ActorKey | null {
  const address = textOf(object.sourceIPAddress);
  if (address !== null && isAddress(address)) return { kind: 'address', value: address };
  const identity = object.userIdentity;
  const account = isJsonObject(identity) ? (textOf(identity.arn) ?? textOf(identity.principalId)) : null;
  return account === null ? null : { kind: 'account', value: account };
}
