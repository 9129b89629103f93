import type { OpenToken, PatternOf } from '../ast/pattern.ts';
import type { FieldRefTest, RegexFlags, ValueTest } from '../ast/value-test.ts';
import type { DatePart } from '../value/date-part.ts';

/** A value on its way through the modifiers. `raw` is text as written; the first modifier decides how it is read. */
export type DraftValue =
  | { readonly kind: 'raw'; readonly text: string; readonly at: number }
  /** `bytes`: each character stands for a byte, after an encoding modifier. */
  | {
      readonly kind: 'pattern';
      readonly pattern: PatternOf<OpenToken>;
      readonly bytes: boolean;
      readonly at: number;
    }
  | { readonly kind: 'number'; readonly value: number; readonly source: string; readonly at: number }
  | { readonly kind: 'boolean'; readonly value: boolean; readonly at: number }
  | { readonly kind: 'null'; readonly at: number }
  /** Finished: no later modifier but `cased`, `all`, `neq` and those of its own kind touches it. */
  | { readonly kind: 'regex'; readonly source: string; readonly at: number }
  | {
      readonly kind: 'field-ref';
      readonly field: string;
      readonly place: FieldRefTest['place'];
      readonly at: number;
    }
  | { readonly kind: 'test'; readonly test: ValueTest<OpenToken>; readonly at: number };

/** A field item on its way through the modifiers. Each written value may have grown into several alternatives. */
export interface Draft {
  values: readonly (readonly DraftValue[])[];
  link: 'any' | 'all';
  cased: boolean;
  negated: boolean;
  flags: RegexFlags;
  datePart: DatePart | null;
  exists: boolean;
}
