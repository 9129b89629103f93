import { type Chunk, checkOutput } from '../file/chunk.ts';
import { ARRAY, VALUE } from '../value/value-type.ts';
import type { LineBuffer } from './line-buffer.ts';
import type { PlanField } from './plan.ts';
import { writeArrayValues, writeValue } from './write-value.ts';

/** The values of one instance: value number i is at `offsets[i]`, its descriptor at `descriptors + 4 * i`. */
export interface InstanceValues {
  readonly chunk: Chunk;
  readonly offsets: Int32Array;
  readonly count: number;
  readonly descriptors: number;
  /** Where the line begins, so that one that grows too long is stopped. */
  readonly lineStart: number;
}

/**
 * Appends fields, each with a comma before it. False where a value is of a kind that the compiled way does not write
 * (binary XML, an array in System or in an attribute): the caller takes back what was written.
 */
export function writeFields(
  into: LineBuffer,
  fields: readonly PlanField[],
  instance: InstanceValues,
  yielded: number,
): boolean {
  for (const field of fields) {
    if ((field.yieldBit & yielded) !== 0) continue;
    checkOutput(instance.chunk, into.length - instance.lineStart, instance.descriptors);
    const { items } = field;
    const [only] = items;
    if (items.length === 1 && only !== undefined && only.kind === 'constant') {
      into.append(field.key);
      into.append(only.json);
    } else if (!writeField(into, field, instance)) return false;
  }
  return true;
}

function writeField(into: LineBuffer, field: PlanField, instance: InstanceValues): boolean {
  const { chunk, descriptors } = instance;
  const [only] = field.items;
  if (field.items.length !== 1 || only?.kind !== 'slot') return writeList(into, field, instance);
  const { index } = only;
  if (index >= instance.count) return false;
  const size = chunk.view.getUint16(descriptors + index * 4, true);
  const type = chunk.view.getUint8(descriptors + index * 4 + 2);
  if (type === VALUE.null) {
    if (only.optional) return true;
    into.append(field.key);
    into.append(field.isAttribute ? EMPTY : NULL);
    return true;
  }
  if (type === VALUE.binxml) return false;
  if ((type & ARRAY) !== 0) return writeList(into, field, instance);
  into.append(field.key);
  if (size === 0 && field.isAttribute) into.append(EMPTY);
  else writeValue(into, chunk, { type, at: instance.offsets[index] as number, size });
  return true;
}

const NULL = Buffer.from('null');
const EMPTY = Buffer.from('""');
const COMMA = 0x2c;
const OPEN = 0x5b;
const CLOSE = 0x5d;

/** Values of one name: a list when there are several, nothing when there is none. */
function writeList(into: LineBuffer, field: PlanField, instance: InstanceValues): boolean {
  if (field.isAttribute || field.isSystem) return false;
  const { chunk } = instance;
  const start = into.length;
  into.append(field.key);
  const open = into.length;
  into.ensure(1);
  into.bytes[into.length++] = OPEN;
  let count = 0;
  for (const item of field.items) {
    const before = into.length;
    checkOutput(chunk, before - instance.lineStart, instance.descriptors);
    if (count > 0) {
      into.ensure(1);
      into.bytes[into.length++] = COMMA;
    }
    const written = item.kind === 'constant' ? 1 : writeItem(into, item, instance);
    if (written === -1) return false;
    if (item.kind === 'constant') into.append(item.json);
    if (written === 0) into.length = before;
    count += written;
  }
  if (count === 0) into.length = start;
  else if (count === 1) {
    into.bytes.copyWithin(open, open + 1, into.length);
    into.length -= 1;
  } else {
    into.ensure(1);
    into.bytes[into.length++] = CLOSE;
  }
  return true;
}

/** How many values the slot gave; -1 where it cannot be written. */
function writeItem(
  into: LineBuffer,
  item: { readonly index: number; readonly optional: boolean },
  instance: InstanceValues,
): number {
  const { chunk, descriptors } = instance;
  if (item.index >= instance.count) return -1;
  const size = chunk.view.getUint16(descriptors + item.index * 4, true);
  const type = chunk.view.getUint8(descriptors + item.index * 4 + 2);
  if (type === VALUE.binxml) return -1;
  const value = { type, at: instance.offsets[item.index] as number, size };
  if ((type & ARRAY) !== 0) return writeArrayValues(into, chunk, value);
  if (type === VALUE.null) {
    if (item.optional) return 0;
    into.append(NULL);
  } else writeValue(into, chunk, value);
  return 1;
}
