import type { Demand, Properties } from './property.ts';

/** What a value must be like (sections 2 and 10). */
export type Rule =
  | { readonly kind: 'string' | 'boolean' | 'timestamp' | 'binary' | 'hex' | 'hashes' | 'any' }
  | { readonly kind: 'integer' | 'float'; readonly least?: number; readonly most?: number }
  /** `types` is empty where any type will do. */
  | { readonly kind: 'identifier'; readonly types: readonly string[] }
  | { readonly kind: 'open-vocabulary'; readonly vocabulary: string }
  | { readonly kind: 'enumeration'; readonly values: readonly string[] }
  | { readonly kind: 'list'; readonly of: Rule }
  /** Any JSON value by name where `of` is absent. */
  | { readonly kind: 'dictionary'; readonly of?: Rule }
  | { readonly kind: 'record'; readonly properties: Properties; readonly demands: readonly Demand[] }
  | { readonly kind: 'extensions'; readonly predefined: Readonly<Record<string, Rule>> };
