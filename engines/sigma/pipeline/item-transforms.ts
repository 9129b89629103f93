import type { Detection } from '../ast/detection.ts';
import type { OpenToken } from '../ast/pattern.ts';
import { parseWildcards } from '../parse/wildcard.ts';
import type { Parameters } from './parameters.ts';
import { refuse, warnStep } from './run.ts';
import type { OpenTest, Transform } from './transform.ts';
import { writtenForm } from './written.ts';

/** `drop_detection_item`. */
export function dropDetectionItem(): Transform {
  return { kind: 'item', apply: () => 'drop' };
}

/** `detection_item_failure`: a rule with such an item is rejected with this message. */
export function detectionItemFailure(parameters: Parameters): Transform {
  const message = parameters.text('message');
  return {
    kind: 'item',
    apply: (_, run) => {
      refuse(run, message);
      return null;
    },
  };
}

/** Hexadecimal digits by which a hash without a name is recognised. */
const ALGORITHMS: Readonly<Record<number, string>> = { 32: 'MD5', 40: 'SHA1', 64: 'SHA256', 128: 'SHA512' };

/** `hashes_fields`: `Hashes: SHA1=…` becomes a field for each algorithm; any of them may fit. */
export function hashesFields(parameters: Parameters): Transform {
  const algorithms = parameters.texts('valid_hash_algos');
  const prefix = parameters.text('field_prefix', '');
  const dropsName = parameters.flag('drop_algo_prefix');
  return {
    kind: 'item',
    apply: (item, run) => {
      if (item.kind === 'exists' || !item.tests.every((test) => test.kind === 'string')) return null;
      const byField = new Map<string, OpenTest[]>();
      for (const test of item.tests) {
        const found = hashOf(test);
        if (found === null || !algorithms.includes(found.algorithm)) {
          warnStep(run, 'A value has no hash of the algorithms that the step allows, and is left out');
          continue;
        }
        const field = prefix + (dropsName ? '' : found.algorithm);
        byField.set(field, [...(byField.get(field) ?? []), found.test]);
      }
      if (byField.size === 0) {
        refuse(run, `No hash of ${algorithms.join(', ')} stands in the item`);
        return null;
      }
      const parts = [...byField].map(
        ([field, tests]): Detection<OpenToken> => ({
          ...item,
          field: field === 'keyword' ? null : field,
          link: 'any',
          tests,
        }),
      );
      return { kind: item.negated ? 'and' : 'or', parts };
    },
  };
}

function hashOf(test: OpenTest): { readonly algorithm: string; readonly test: OpenTest } | null {
  if (test.kind !== 'string') return null;
  const parts = writtenForm(test.pattern).split(/[|=]/);
  const [name = '', hash = name] = parts;
  const algorithm = parts.length === 2 ? name.replace(/^\*+/, '').toUpperCase() : ALGORITHMS[hash.length];
  return algorithm === undefined ? null : { algorithm, test: { ...test, pattern: parseWildcards(hash) } };
}
