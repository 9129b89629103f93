import type { DecisionTable } from '../defuse/decision-table.ts';
import type { Clock, StateStore } from '../ports/index.ts';

/**
 * Brings the table in line with the state store, where another process (`dejfa decisions add`) may have written.
 * Returns the identifiers that were added or removed; cheap when nothing changed.
 */
export function followDecisions(table: DecisionTable, state: StateStore, clock: Clock): readonly string[] {
  const active = new Map(state.activeDecisions(clock.nowMs()).map((decision) => [decision.id, decision]));
  const changed: string[] = [];
  for (const [id, decision] of active) {
    if (table.has(id)) continue;
    table.add(decision);
    changed.push(id);
  }
  for (const id of table.ids()) {
    if (active.has(id)) continue;
    table.remove(id);
    changed.push(id);
  }
  return changed;
}
