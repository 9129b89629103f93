import type { Phase, Verdict } from '../api.ts';
import type { ChainNode } from '../ast/chain.ts';
import { compileMacro, type MacroScope } from '../compile/macro.ts';
import { toBytes } from '../lexer/bytes.ts';

/** A verdict that ends the transaction. */
export type BlockVerdict = Extract<Verdict, { kind: 'block' }>;

/** Bytes that no header field may hold (RFC 9110 §5.5) or no URI (RFC 3986 §2): macros bring them from the request. */
const UNSAFE = /[\x00-\x20\x7f-\xff"<>\\^`{|}]/g;

function percentEncode(byte: string): string {
  return `%${byte.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`;
}

/** The verdict of a rule that matched and refuses the request; null where it does not. */
export function blockVerdict(
  { id, disruption }: ChainNode,
  phase: Phase,
  scope: MacroScope,
): BlockVerdict | null {
  if (disruption.kind === 'pass' || disruption.kind === 'allow') return null;
  const { kind, status } = disruption;
  const verdict: BlockVerdict = { kind: 'block', action: kind, status, ruleId: id, phase };
  if (disruption.kind !== 'redirect') return verdict;
  const location = compileMacro(toBytes(disruption.location)).expand(scope);
  return { ...verdict, location: location.replace(UNSAFE, percentEncode) };
}
