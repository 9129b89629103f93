import type { Detection } from '../ast/detection.ts';
import type { OpenToken } from '../ast/pattern.ts';
import type { ValueTest } from '../ast/value-test.ts';
import type { ProcessingItem } from './pipeline.ts';
import type { DetectionItem, PipelineRun } from './run.ts';

/** A test whose patterns may still have placeholders. */
export type OpenTest = ValueTest<OpenToken>;

/** What a step does, by the part of the rule that it works on. */
export type Transform =
  | { readonly kind: 'rule'; readonly apply: (run: PipelineRun) => void }
  /** `drop` takes the item out, null leaves it as it is. */
  | {
      readonly kind: 'item';
      readonly apply: (item: DetectionItem, run: PipelineRun) => Detection<OpenToken> | 'drop' | null;
    }
  /** New names for a field (null: keywords); an empty list takes the item out, null leaves it as it is. */
  | { readonly kind: 'field'; readonly rename: (field: string | null) => readonly string[] | null }
  /** New values for a value; an empty list takes it out, null leaves it as it is. */
  | {
      readonly kind: 'value';
      readonly change: (test: OpenTest, run: PipelineRun) => readonly OpenTest[] | null;
    }
  | { readonly kind: 'nest'; readonly items: readonly ProcessingItem[] };
