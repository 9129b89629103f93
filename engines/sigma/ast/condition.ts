/** A condition with its patterns (`1 of selection*`, `all of them`) resolved to the detections that they name. */
export type Condition =
  | { readonly kind: 'and'; readonly parts: readonly Condition[] }
  | { readonly kind: 'or'; readonly parts: readonly Condition[] }
  | { readonly kind: 'not'; readonly part: Condition }
  | { readonly kind: 'detection'; readonly name: string };
