import type { BlocklistLookup, GeoLookup } from '../api.ts';
import type { AnalysePattern } from '../cache/index.ts';
import type { MacroScope, MacroText } from '../compile/macro.ts';
import type { RequiredLiteral } from '../regex/required-literals.ts';

/** What operators run in: the transaction. */
export interface OperatorScope extends MacroScope {
  /** Fills `GEO` anew, values by their names in the language. */
  keepPlace?(values: Readonly<Record<string, string>>): void;
}

/** The variable whose value an operator is asked about. */
export interface MatchTarget {
  readonly collection: string;
  readonly key: string | null;
}

/** Where and what an operator matched. */
export interface OperatorMatch {
  /** Offset of the match in the value that the operator saw. */
  readonly index: number;
  readonly length: number;
  /** What `capture` puts into TX.0 to TX.9. */
  readonly captures: readonly (string | undefined)[];
}

/**
 * A compiled operator. Both functions are pure, but for `@geoLookup`, which fills `GEO`, and `@rbl`, which says what is
 * known at the time; they may throw when a limit of work is reached.
 */
export interface Operator {
  readonly kind: 'operator';
  /** Whether the value matches, before a `!` in front of the operator is regarded. */
  test(value: string, scope: OperatorScope): boolean;
  /**
   * A value that matches holds at least one of these, without regard to the case of ASCII letters, at the edges of
   * words where that is said; absent where nothing of the kind is known. Values without any are not tested.
   */
  readonly literals?: readonly (string | RequiredLiteral)[];
  /**
   * A value that matches holds at least `atLeast` bytes (1 or more, repeated ones counted) of this set of byte values;
   * absent where nothing of the kind is known. Values that do not are not tested.
   */
  readonly bytes?: { readonly set: readonly number[]; readonly atLeast: number };
  /** Tells more about a match that `test` found; absent where there is no more to tell. */
  locate?(value: string, scope: OperatorScope, target?: MatchTarget): OperatorMatch | null;
}

/** The operator cannot be made; the rule is refused with this message. */
export interface OperatorRefusal {
  readonly kind: 'refused';
  readonly message: string;
  /** Offset in the argument that the message is about. */
  readonly offset?: number;
  readonly help?: string;
  /** True where the operator is known and cannot be run here, whatever its argument. */
  readonly unsupported?: boolean;
}

/** What an operator is made of. */
export interface OperatorInput {
  /** The argument as bytes, macros not expanded. */
  readonly argument: string;
  /** The argument with its macros ready to be expanded. */
  readonly text: MacroText;
  /** Text of a data file named in the argument; null when there is no such file. */
  data(name: string): string | null;
  /** What is known of a pattern that is run; where absent, it is found out. */
  readonly analyse?: AnalysePattern;
  /** Where addresses are; absent or null where nobody knows. */
  readonly geo?: GeoLookup | null;
  /** What block lists answered; absent or null where nobody asks them. */
  readonly blocklists?: BlocklistLookup | null;
  /** `SecHttpBlKey`; absent or null where there is none. */
  readonly httpBlKey?: string | null;
}

/** Makes an operator of its argument, once while rules load, or says why there is none. */
export type OperatorDefinition = (input: OperatorInput) => Operator | OperatorRefusal;
