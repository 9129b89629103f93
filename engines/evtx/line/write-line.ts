import type { EvtxRecord } from '../api.ts';
import { createFrame, type InstanceFrame, readInstanceFrame } from '../binxml/instance.ts';
import { parseTemplate } from '../binxml/parse.ts';
import { TOKEN } from '../binxml/token.ts';
import { type Chunk, spendOutput, spendWork } from '../file/chunk.ts';
import { Damage } from '../file/damage.ts';
import { elementsOfRecord, reportDamage } from '../record.ts';
import { flatten } from '../text/flat.ts';
import { VALUE } from '../value/value-type.ts';
import { compileTemplate } from './compile.ts';
import type { LineBuffer } from './line-buffer.ts';
import type { Plan } from './plan.ts';
import { type InstanceValues, writeFields } from './write-plan.ts';

/** Fragment header and instance token, as almost every record and nested value begins. */
const HEADER_BYTES = 4;

/**
 * Appends the fields of a record (those of `fieldsOf`) as one line of JSON in UTF-8, with a line feed. False when the
 * record cannot be decoded: nothing is appended then, and the reader's diagnostics say why. Never throws.
 */
export function toJsonLine(record: EvtxRecord, into: LineBuffer): boolean {
  const start = into.length;
  try {
    if (!isCompiled(record, into) && !writePlain(record, into, start)) return false;
    spendOutput(record.chunk, into.length - start, record.start);
    into.ensure(1);
    into.bytes[into.length++] = 0x0a;
    return true;
  } catch (cause) {
    into.length = start;
    reportDamage(record, cause);
    return false;
  }
}

/** What the compiled way finds damaged is left to the plain way, which may save a part of it. */
function isCompiled(record: EvtxRecord, into: LineBuffer): boolean {
  try {
    return writeCompiled(record, into);
  } catch (cause) {
    if (cause instanceof Damage && cause.code !== 'evtx.too-large') return false;
    throw cause;
  }
}

/** By its fields as a map: for records that compiled templates do not write. */
function writePlain(record: EvtxRecord, into: LineBuffer, start: number): boolean {
  into.length = start;
  const event = elementsOfRecord(record)?.[0];
  if (event === undefined) return false;
  into.appendText(JSON.stringify(Object.fromEntries(flatten(event))));
  return true;
}

function writeCompiled(record: EvtxRecord, into: LineBuffer): boolean {
  const { chunk } = record;
  const outer = openInstance(
    chunk,
    { at: record.start, end: record.end },
    { offsets: into.outer, lineStart: into.length },
  );
  if (outer === null) return false;
  const inner = nestedInstance(outer, into);
  if (inner === null) return false;
  const start = into.length;
  if (inner !== 'none' && inner.plan.system.length + inner.plan.nested.length > 0) return false;
  const claims = outer.plan.claims | (inner === 'none' ? 0 : inner.plan.claims);
  if (inner !== 'none' && outer.plan.data.length > 0) return false;
  if (!writeFields(into, outer.plan.system, outer, claims)) return false;
  if (!writeFields(into, outer.plan.data, outer, 0)) return false;
  if (inner !== 'none' && !writeFields(into, inner.plan.data, inner, 0)) return false;
  if (into.length === start) return false;
  into.ensure(1);
  into.bytes[start] = 0x7b;
  into.bytes[into.length++] = 0x7d;
  return true;
}

interface OpenInstance extends InstanceValues {
  readonly plan: Plan;
}

/** The data of the provider's own template: `none` when there is none, null when it is not of that kind. */
function nestedInstance(outer: OpenInstance, into: LineBuffer): OpenInstance | 'none' | null {
  const { chunk, descriptors, offsets } = outer;
  let found: OpenInstance | 'none' = 'none';
  for (const index of outer.plan.nested) {
    if (index >= outer.count) return null;
    const type = chunk.view.getUint8(descriptors + index * 4 + 2);
    const size = chunk.view.getUint16(descriptors + index * 4, true);
    if (type === VALUE.null || (type === VALUE.binxml && size === 0)) continue;
    if (type !== VALUE.binxml || found !== 'none') return null;
    const at = offsets[index] as number;
    const inner = openInstance(
      chunk,
      { at, end: at + size },
      { offsets: into.inner, lineStart: into.length },
    );
    if (inner === null) return null;
    found = inner;
  }
  return found;
}

const FRAME: InstanceFrame = createFrame();

/** The instance that is all there is in these bytes, with its compiled template; null for anything else. */
function openInstance(
  chunk: Chunk,
  range: { readonly at: number; readonly end: number },
  place: { readonly offsets: Int32Array; readonly lineStart: number },
): OpenInstance | null {
  const { offsets } = place;
  const at = range.at + HEADER_BYTES;
  if (at >= range.end || chunk.bytes[range.at] !== TOKEN.fragment || chunk.bytes[at] !== TOKEN.instance)
    return null;
  readInstanceFrame(chunk, { at, end: range.end }, FRAME);
  const { count, descriptors, definition } = FRAME;
  spendWork(chunk, 1 + (count >> 3), at);
  let value = FRAME.values;
  for (let index = 0; index < count; index += 1) {
    offsets[index] = value;
    value += chunk.view.getUint16(descriptors + index * 4, true);
  }
  if (value > range.end) throw new Damage('the values of a template reach over their record', FRAME.values);
  if (value < range.end && chunk.bytes[value] !== TOKEN.endOfFile) return null;
  const plan = planOf(chunk, definition);
  return plan === null ? null : { chunk, offsets, count, descriptors, lineStart: place.lineStart, plan };
}

function planOf(chunk: Chunk, definition: number): Plan | null {
  const known = chunk.plans.get(definition);
  if (known !== undefined) return known;
  const plan = compileTemplate(parseTemplate(chunk, definition, 0));
  chunk.plans.set(definition, plan);
  return plan;
}
