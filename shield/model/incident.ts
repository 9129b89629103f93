import type { ActorKey } from './event.ts';
import type { RsitClass } from './rsit.ts';
import type { Severity } from './signal.ts';

/** Attempts that hang together and need a person; never `confirmed` without a person. */
export interface Incident {
  readonly id: string;
  readonly title: string;
  readonly state: 'new' | 'confirmed' | 'closed' | 'false-positive';
  readonly severity: Severity;
  readonly classes: readonly RsitClass[];
  readonly actors: readonly ActorKey[];
  readonly services: readonly string[];
  readonly firstMs: number;
  readonly lastMs: number;
  readonly attemptIds: readonly string[];
  readonly techniques: readonly string[];
  /** Why these attempts were put together, one sentence each. */
  readonly links: readonly string[];
  readonly simulated: boolean;
}
