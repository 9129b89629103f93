import type { InfraNode, ServerLife } from '../../model/index.ts';
import { DAY_MS, spellsOf } from './day-list.ts';
import type { InfraGraph } from './infra-graph.ts';

/** When a server appeared, fell silent (after `quietMs` without it; a day at least) and returned, by observations. */
export function serverLife(
  graph: InfraGraph,
  node: InfraNode,
  at: { readonly nowMs: number; readonly quietMs: number },
): ServerLife {
  const record = graph.record(node);
  if (record === null) return { node, state: 'unseen', spells: [] };
  const spells = spellsOf(record.days, Math.max(DAY_MS, at.quietMs));
  const isSilent = at.nowMs - record.lastMs >= Math.max(DAY_MS, at.quietMs);
  return { node, state: isSilent ? 'silent' : 'active', spells };
}
