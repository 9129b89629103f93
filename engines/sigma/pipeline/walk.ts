import type { Condition } from '../ast/condition.ts';
import type { Detection } from '../ast/detection.ts';
import type { OpenToken } from '../ast/pattern.ts';
import type { DetectionItem } from './run.ts';

/** All items of a detection. */
export function itemsIn(detection: Detection<OpenToken>): readonly DetectionItem[] {
  return detection.kind === 'and' || detection.kind === 'or' ? detection.parts.flatMap(itemsIn) : [detection];
}

/** The detection with its items changed; null where nothing of it is left. */
export function mapItems(
  detection: Detection<OpenToken>,
  change: (item: DetectionItem) => Detection<OpenToken> | null,
): Detection<OpenToken> | null {
  if (detection.kind !== 'and' && detection.kind !== 'or') return change(detection);
  const parts = detection.parts.flatMap((part) => mapItems(part, change) ?? []);
  return parts.length === 0 ? null : { ...detection, parts };
}

/** The condition without the detections that are gone; null where nothing of it is left. */
export function withoutDetections(condition: Condition, gone: ReadonlySet<string>): Condition | null {
  if (condition.kind === 'detection') return gone.has(condition.name) ? null : condition;
  if (condition.kind === 'not') {
    const part = withoutDetections(condition.part, gone);
    return part === null ? null : { kind: 'not', part };
  }
  const parts = condition.parts.flatMap((part) => withoutDetections(part, gone) ?? []);
  const [only] = parts;
  return parts.length === 1 && only !== undefined
    ? only
    : parts.length === 0
      ? null
      : { ...condition, parts };
}
