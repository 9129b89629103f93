import {
  applyMapping,
  createObserver,
  FieldTally,
  type LoadedMappings,
  type LoadedSigma,
  loadMappings,
  type Observer,
  reopenSigma,
  type SigmaEvent,
  type SigmaHit,
} from '@dejfa/sigma';
import { type ReadStep, readPaths, readStretch } from '../../adapters/archive/index.ts';
import { signalsOfSuricata } from '../../detect/suricata-signals.ts';
import { type Event, severityRank } from '../../model/index.ts';
import type { IdSource, InPlaceReading } from '../../ports/index.ts';
import type { HuntFile, HuntHit } from '../../report/hunt-findings.ts';
import { HuntScreens } from './screens.ts';
import type { EventPlace, HuntBatch, HuntSettings, HuntStep, HuntTask, RuleFacts, RuleText } from './task.ts';

/** Nothing of a hunt keeps the identifiers of events and signals. */
const NO_IDS: IdSource = { next: () => '' };

const PART_LIMIT = 8;
const VALUE_CHARACTERS = 512;

/** Runs tasks of a hunt with rules that it loads once; one a thread. */
export class Hunter {
  readonly #loaded: LoadedSigma;
  readonly #settings: HuntSettings;
  readonly #mappings: LoadedMappings;
  readonly #observe: Observer;
  readonly #screens: HuntScreens;

  constructor(settings: HuntSettings) {
    this.#settings = settings;
    this.#loaded = openRules(settings.kept);
    this.#mappings = loadMappings(settings.mappings);
    this.#observe = createObserver(this.#loaded.correlations);
    const { engine } = this.#loaded;
    this.#screens = new HuntScreens({ engine, mappings: this.#mappings.mappings });
  }

  /** What reports need of the rules. */
  facts(): RuleFacts {
    const { counts, diagnostics, rules, correlations, onlyCorrelated } = this.#loaded;
    const disabled = this.#loaded.disabled.map(({ id }) => id);
    const faults = [...this.#mappings.diagnostics, ...diagnostics];
    const needs = this.#settings.coverage ? this.#loaded.needs() : [];
    const texts = rules.map(textOf);
    return { counts, diagnostics: faults, rules: texts, disabled, correlations, onlyCorrelated, needs };
  }

  /** Steps of a task, in batches, until it ends or `isStopped`. Nothing in a file makes it throw. */
  async *run(task: HuntTask, isStopped: () => boolean): AsyncGenerator<HuntBatch> {
    const { receivedMs, zoneOffsetMinutes } = this.#settings;
    let bytes = 0;
    const onBytes = (count: number) => {
      bytes += count;
    };
    const common = { receivedMs, zoneOffsetMinutes, ids: NO_IDS, onBytes };
    // Names of fields are counted on events: there all records have to become some.
    const openScreen = (reading: InPlaceReading) => this.#screens.open(reading);
    const options = this.#settings.coverage ? common : { ...common, openScreen };
    const seen = new Seen(this.#settings.coverage);
    const reading =
      task.stretch === null ? readPaths([task.path], options) : readStretch(task.path, task.stretch, options);
    let before = 0;
    for await (const step of reading) {
      const isEvents = step.kind === 'events';
      yield { steps: isEvents ? this.#hits(task, step, seen) : [fileStep(task, step.result)], bytes };
      bytes = 0;
      if (isStopped()) {
        if (isEvents)
          yield { steps: [fileStep(task, stoppedFile(step.member, seen.events - before))], bytes };
        break;
      }
      if (!isEvents) before = seen.events;
    }
    yield { steps: seen.steps(), bytes };
  }

  #hits(task: HuntTask, step: Extract<ReadStep, { kind: 'events' }>, seen: Seen): readonly HuntStep[] {
    const steps: HuntStep[] = [];
    seen.events += step.passed;
    for (const { record, event } of step.events) {
      if (!this.#isInTime(event)) continue;
      const place = { file: task.shown, member: step.member, record, timeMs: event.timeMs, host: event.host };
      for (const hit of hitsOfAlerts(event, place)) this.#report(hit, steps);
      const mapped = applyMapping(this.#mappings.mappings, { ...event.logsource, fields: event.fields });
      seen.add(mapped);
      const found = this.#loaded.engine.evaluate(mapped);
      if (found.length === 0) continue;
      for (const hit of found)
        if (!this.#loaded.onlyCorrelated.has(hit.rule.id)) this.#report(hitOf(hit, place), steps);
      const ref = refOf(task, place, seen.events);
      const observation = this.#observe({ hits: found, timeMs: event.timeMs, event: mapped, ref });
      if (observation !== null) steps.push({ kind: 'observation', observation });
    }
    return steps;
  }

  #report(hit: HuntHit, steps: HuntStep[]): void {
    if (severityRank(hit.level) >= severityRank(this.#settings.level)) steps.push({ kind: 'hit', hit });
  }

  /** An event that states no time cannot be told to lie outside of the time asked for. */
  #isInTime({ timeMs, receivedMs }: Event): boolean {
    const { sinceMs, untilMs } = this.#settings;
    if (timeMs === receivedMs) return true;
    return (sinceMs === null || timeMs >= sinceMs) && (untilMs === null || timeMs < untilMs);
  }
}

/** They are whole, as whoever made them has seen: what is wrong with them then was written on purpose. */
function openRules(kept: Uint8Array): LoadedSigma {
  const loaded = reopenSigma(kept);
  if (loaded === null) throw new Error('the rules that were kept were tampered with: hunt with --no-cache');
  return loaded;
}

function textOf(rule: RuleText): RuleText {
  const { id, title, level, tags, description, falsePositives, logsource, path } = rule;
  return { id, title, level, tags, description, falsePositives, logsource, path };
}

function fileStep(task: HuntTask, result: Omit<HuntFile, 'path'>): HuntStep {
  return { kind: 'file', file: { ...result, path: task.shown } };
}

/** A file that was being read when the hunt was stopped; of its records only the events are known. */
function stoppedFile(member: string | null, events: number): Omit<HuntFile, 'path'> {
  const counts = { read: events, parsed: events, unparsed: 0, skipped: 0, tooLong: 0, events, examples: [] };
  return { member, format: 'none', error: 'stopped before its end', ...counts };
}

type Place = Pick<HuntHit, 'file' | 'member' | 'record' | 'timeMs' | 'host'>;

function hitOf({ rule, matched }: SigmaHit, place: Place): HuntHit {
  const parts = matched.slice(0, PART_LIMIT).map(({ field, value }) => ({
    field,
    value: value.slice(0, VALUE_CHARACTERS),
  }));
  return {
    ruleId: rule.id,
    title: rule.title,
    level: rule.level,
    techniques: rule.techniques,
    ...place,
    parts,
  };
}

/** What another sensor has already found is a hit of its rule. */
function hitsOfAlerts(event: Event, place: Place): readonly HuntHit[] {
  return signalsOfSuricata(event, NO_IDS).map(({ rule, severity, techniques }) => {
    return { ruleId: rule.id, title: rule.title, level: severity, techniques, ...place, parts: [] };
  });
}

/** Sorts events of the same instant as they were read; `ordinal`: how many events of the task were read so far. */
function refOf(task: HuntTask, { file, member, record, host }: Place, ordinal: number): EventPlace {
  return { id: `${padded(task.index)}:${padded(ordinal)}`, file, member, record, host };
}

/** So that numbers sort as text. */
function padded(number: number): string {
  return String(number).padStart(12, '0');
}

/** What was seen of one task. */
class Seen {
  /** Null when coverage is not asked for. */
  readonly #tally: FieldTally | null;
  events = 0;

  constructor(coverage: boolean) {
    this.#tally = coverage ? new FieldTally() : null;
  }

  add(event: SigmaEvent): void {
    this.events += 1;
    this.#tally?.add(event);
  }

  /** Log sources and names of fields so far, as a step. */
  steps(): readonly HuntStep[] {
    return this.#tally === null ? [] : [{ kind: 'sources', seen: this.#tally.seen() }];
  }
}
