import type { SigmaEvent } from '@dejfa/sigma';
import type { Rule } from '../../../engines/sigma/ast/rule.ts';
import { detectionHolds } from '../../../engines/sigma/oracle/evaluate.ts';
import { conjunctsOf } from './conjuncts.ts';
import { falsify } from './falsify.ts';
import { withDetection } from './satisfy.ts';

/**
 * Events on which the rule must not fire, made from one on which it does: each time one thing is dropped without which
 * the rule cannot be true, or one is added that it excludes. The log source is such a thing, too.
 */
export function negativesOf(rule: Rule, event: SigmaEvent): readonly SigmaEvent[] {
  const elsewhere = { product: 'another', service: 'another' };
  const negatives: SigmaEvent[] = [{ ...event, logsource: elsewhere, furtherLogsources: [] }];
  for (const { kind, detection } of conjunctsOf(rule)) {
    const changed = kind === 'positive' ? falsify(detection, event, 'drop') : withDetection(detection, event);
    if (changed !== null && detectionHolds(detection, changed) === (kind === 'negative'))
      negatives.push(changed);
  }
  return negatives;
}
