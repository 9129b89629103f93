import { createAddressTable } from '@dejfa/match';
import type { Config } from '../config/index.ts';
import { Correlator } from '../correlate/correlator.ts';
import type { DecisionTable } from '../defuse/decision-table.ts';
import { createGuardRails } from '../defuse/guard-rails.ts';
import { RepeatOffender } from '../defuse/repeat-offender.ts';
import { LogDetector } from '../detect/log-detector.ts';
import type { ActorKey, Decision, Origin } from '../model/index.ts';
import type { Stages } from '../pipeline.ts';
import type { Bus, Clock, IdSource, Recorder, StateStore } from '../ports/index.ts';
import type { LoadedContent } from './load-content.ts';
import { logRules } from './log-rules.ts';
import type { Notices } from './notices.ts';
import { watchBounds } from './watch-bounds.ts';

const HOUR_MS = 3_600_000;

/** What the stages are made of, beside the configuration. */
export interface StageParts {
  readonly content: LoadedContent;
  readonly state: StateStore;
  readonly decisions: DecisionTable;
  readonly recorder: Recorder;
  readonly bus: Bus;
  readonly clock: Clock;
  readonly ids: IdSource;
  readonly notices: Notices;
}

/** The stages as the configuration wants them. */
export function createStages(config: Config, parts: StageParts): Stages {
  const { content, state, decisions, recorder, bus, clock, ids, notices } = parts;
  const { repeatOffender, never } = config.defuse;
  const rails = createGuardRails({
    never,
    trustedProxies: config.trustedProxies,
    allow: new Map(config.services.map(({ name, allow }) => [name, allow])),
  });
  const rules = {
    counting: {
      quietTimeMs: config.counting.quietTimeMs,
      originOf: originsOf(config.counting),
      openLimit: 100_000,
    },
    incidents: { windowMs: 24 * HOUR_MS, openLimit: 10_000 },
  };
  return {
    detector: new LogDetector(logRules(content), ids),
    correlator: new Correlator(rules, ids),
    repeatOffender: repeatOffender === null ? null : new RepeatOffender(repeatOffender, rails, ids),
    decisions,
    recorder,
    bus,
    clock,
    saveDecision: (decision) => saveOrWarn(decision, state, notices),
    heldBack: (reason) => notices.warn(`repeat-offender would block, and is held back: ${reason}`),
    bounded: watchBounds(notices),
  };
}

/** A policy's decision is enforced in any case; that it could not be made durable is said, and holds nothing up. */
function saveOrWarn(decision: Decision, state: StateStore, notices: Notices): void {
  try {
    state.saveDecision(decision);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    notices.warn(`${decision.scope.value} is blocked, but a restart would forget it: ${reason}`);
  }
}

function originsOf({ scanners, ownTests }: Config['counting']): (actor: ActorKey) => Origin {
  const table = createAddressTable<Origin>([
    ...scanners.map((range) => ({ range, value: 'known-scanner' as const })),
    ...ownTests.map((range) => ({ range, value: 'own-test' as const })),
  ]);
  return ({ kind, value }) => (kind === 'address' ? table.lookup(value) : undefined) ?? 'unknown';
}
