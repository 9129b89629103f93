import type { AuditMode } from '../api.ts';

/** What is not to be readable in an audit entry (`sanitiseArg` and its kin). Names are in lower case. */
export type AuditMask =
  | { readonly kind: 'argument' | 'request-header' | 'response-header'; readonly name: string }
  /** The values of other variables, wherever they stand; key null: all of the collection. */
  | { readonly kind: 'variable'; readonly collection: string; readonly key: string | null }
  /** Bytes wherever they stand, but for the first and the last ones. */
  | { readonly kind: 'text'; readonly text: string; readonly keepFirst: number; readonly keepLast: number }
  /** Bodies, and all values of arguments and fields: more was to be hidden than can be told apart. */
  | { readonly kind: 'everything' };

/** What rules of one transaction say about its audit entry. */
export interface AuditControl {
  /** Null: what the settings say; likewise `parts`, the letters of `SecAuditLogParts` in upper case. */
  mode: AuditMode | null;
  parts: string | null;
  readonly masks: AuditMask[];
}

/** Who carries the control: the transaction's state. */
export interface AuditControlled {
  audit: AuditControl | null;
}

/** Most masks that one transaction keeps; where there are more, everything is hidden. */
const MASK_LIMIT = 256;

/** The control of a transaction, made when the first rule asks. */
export function auditControl(state: AuditControlled): AuditControl {
  state.audit ??= { mode: null, parts: null, masks: [] };
  return state.audit;
}

/** Adds a mask, unless it is there. */
export function addMask(state: AuditControlled, mask: AuditMask): void {
  const { masks } = auditControl(state);
  const key = JSON.stringify(mask);
  if (masks.some((other) => JSON.stringify(other) === key)) return;
  if (masks.length < MASK_LIMIT) masks.push(mask);
  else masks[MASK_LIMIT - 1] = { kind: 'everything' };
}
