import type { Place } from '@dejfa/diagnostics';

/** Which members of a collection a target means; null in {@link TargetNode} means all of them. */
export type Selector =
  /** `ARGS:name`, compared without regard to case. */
  | { readonly kind: 'name'; readonly name: string }
  /** `ARGS:/pattern/`, a PCRE pattern without regard to case. */
  | { readonly kind: 'pattern'; readonly pattern: string }
  /** `XML:/*`, an XPath expression; `namespaces` are the prefixes that the rule's `xmlns` actions declare. */
  | {
      readonly kind: 'xpath';
      readonly expression: string;
      readonly namespaces?: Readonly<Record<string, string>>;
    };

/** One variable of a rule's first argument: `ARGS`, `!ARGS:x` (exclude), `&ARGS` (count). */
export interface TargetNode {
  readonly mode: 'include' | 'exclude' | 'count';
  /** Upper-case collection name. */
  readonly collection: string;
  readonly selector: Selector | null;
  readonly place: Place;
}

/** `"!@rx pattern"`; a text without `@` is an `@rx` pattern. */
export interface OperatorNode {
  readonly name: string;
  readonly argument: string;
  readonly negated: boolean;
  readonly place: Place;
  readonly argumentPlace: Place;
}

/** `name` or `name:value` of a rule's last argument; the quotes around a value are taken off. */
export interface ActionNode {
  /** Lower-case name. */
  readonly name: string;
  readonly value: string | null;
  readonly place: Place;
}

/** `SecRule` or `SecAction` as written. */
export interface RuleNode {
  readonly kind: 'rule';
  readonly directive: 'SecRule' | 'SecAction';
  readonly targets: readonly TargetNode[];
  /** Null in a `SecAction`, which always matches. */
  readonly operator: OperatorNode | null;
  readonly actions: readonly ActionNode[];
  readonly place: Place;
  /** Path of the rule file, where relative names of data files start. */
  readonly file: string;
}

/** A name that `skipAfter` can jump behind. */
export interface MarkerNode {
  readonly kind: 'marker';
  readonly name: string;
  readonly place: Place;
}
