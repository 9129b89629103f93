import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { formatDiagnostic } from '@dejfa/diagnostics';
import type { RuleSource } from '@dejfa/seclang';
import {
  type Api,
  type ApiCommands,
  type ApiOptions,
  createApi,
  ensureFirstAccount,
  resetFirstAccount,
} from '../adapters/api/index.ts';
import { AuditLogWriter } from '../adapters/audit-log/index.ts';
import type { BlocklistAsker } from '../adapters/blocklist/index.ts';
import { createMemoryBus } from '../adapters/bus-memory/bus-memory.ts';
import { ExclusionFile } from '../adapters/exclusions/index.ts';
import { createGateway, type Gateway } from '../adapters/gateway-http/index.ts';
import { openRuleCache, openSigmaCache } from '../adapters/rule-cache/index.ts';
import { openStateStore } from '../adapters/state-sqlite/index.ts';
import { systemClock } from '../adapters/system/system-clock.ts';
import { createUuidV7 } from '../adapters/system/uuid-v7.ts';
import { ATTRIBUTION_METHOD, rankHypotheses } from '../attribute/rank-hypotheses.ts';
import type { Config } from '../config/index.ts';
import { DecisionTable } from '../defuse/decision-table.ts';
import { LogDetector } from '../detect/log-detector.ts';
import type { Decision } from '../model/index.ts';
import { createPipelineGuard } from '../pipeline/pipeline-guard.ts';
import { Pipeline } from '../pipeline.ts';
import type { Bus, EventStore, ExclusionDesk, IdSource, RequestGuard, StateStore } from '../ports/index.ts';
import { askingFirst, blocklistAsker } from './asking-blocklists.ts';
import { unheardWish } from './audit-log.ts';
import { consoleOptions } from './console-options.ts';
import { createStages } from './create-stages.ts';
import { decisionCommands } from './decision-commands.ts';
import { createExclusionDesk } from './exclusion-desk.ts';
import { TrialThread } from './exclusion-trial/trial-thread.ts';
import { followDecisions } from './follow-decisions.ts';
import { type GatewayParts, gatewayOptions } from './gateway-options.ts';
import { type ContentFolders, type ContentOptions, type LoadedContent, loadContent } from './load-content.ts';
import { liveCoverage, logRules } from './log-rules.ts';
import type { Notices } from './notices.ts';
import { openRecords, type Records } from './open-records.ts';
import { restartNeeds } from './restart-needs.ts';
import { ServiceCollections } from './service-collections.ts';
import { servicePolicies } from './service-policies.ts';
import { shieldStatus } from './shield-status.ts';
import { SourceSet } from './source-set.ts';

/** Decisions of other processes are in force within this. */
const TICK_MS = 1_000;
const EXPIRY_MS = 3_600_000;
const GRACE_MS = 10_000;

export interface ShieldOptions {
  readonly config: Config;
  readonly folders: ContentFolders & { readonly consoleFolder: string };
  readonly notices: Notices;
  /** Everything that it sees is made by the bundled demonstration. */
  readonly simulated: boolean;
  readonly version: string;
  /** Gives the first account a new password, for those who lost it. */
  readonly resetPassword?: boolean;
}

export interface ShieldAddresses {
  readonly gateway: readonly string[];
  readonly console: string;
  /** Set when the account was made just now: shown once, kept nowhere. */
  readonly firstAccount: { readonly name: string; readonly password: string } | null;
}

/** The running shield: owns every part that has a life, and ends them in order. */
export class Shield {
  readonly #options: ShieldOptions;
  readonly #ids: IdSource = createUuidV7(systemClock);
  readonly #decisions = new DecisionTable();
  readonly #collections = new ServiceCollections();
  readonly #startedMs = systemClock.nowMs();
  readonly #state: StateStore;
  readonly #records: Records;
  readonly #pipeline: Pipeline;
  readonly #sources: SourceSet;
  readonly #api: Api;
  readonly #exclusions: ExclusionFile;
  readonly #auditLog: AuditLogWriter;
  readonly #trials: TrialThread;
  /** Null where no block list is asked. */
  readonly #blocklists: BlocklistAsker | null;
  /** What the stages find, as it is found. */
  readonly bus: Bus;
  /** What people may decide. */
  readonly commands: ApiCommands;
  /** Why requests were blocked, and what is excluded. */
  readonly exclusions: ExclusionDesk;
  #config: Config;
  #content: LoadedContent;
  #gateway: Gateway | null = null;
  #timers: readonly NodeJS.Timeout[] = [];
  #seenChanges = 0;
  #seenExclusions = '';
  #reloading: Promise<void> = Promise.resolve();

  private constructor(
    options: ShieldOptions,
    parts: {
      state: StateStore;
      records: Records;
      content: LoadedContent;
      console: ApiOptions;
      exclusions: ExclusionFile;
      blocklists: BlocklistAsker | null;
    },
  ) {
    this.#options = options;
    this.#config = options.config;
    this.#content = parts.content;
    this.#state = parts.state;
    this.#records = parts.records;
    this.#exclusions = parts.exclusions;
    this.#blocklists = parts.blocklists;
    this.#auditLog = new AuditLogWriter(options.notices);
    this.#trials = new TrialThread(cacheFolder(options.config));
    this.#seenExclusions = parts.exclusions.stamp();
    this.bus = createMemoryBus((error) => options.notices.warn(`a listener failed: ${String(error)}`));
    const shared = { state: parts.state, clock: systemClock, ids: this.#ids };
    this.#seenChanges = this.#state.foreignChanges();
    this.#decisions.replaceAll(this.#state.activeDecisions(systemClock.nowMs()));
    const stages = {
      ...shared,
      recorder: parts.records.recorder,
      bus: this.bus,
      decisions: this.#decisions,
      notices: options.notices,
    };
    this.#pipeline = new Pipeline(createStages(options.config, { ...stages, content: parts.content }));
    this.#sources = new SourceSet({
      deliver: (events) => this.#pipeline.deliver(events),
      state: parts.state,
      clock: systemClock,
      ids: this.#ids,
      notices: options.notices,
      simulated: options.simulated,
    });
    this.commands = decisionCommands({ ...shared, pipeline: this.#pipeline, simulated: options.simulated });
    this.exclusions = createExclusionDesk({
      rules: () => ({ services: this.#config.services, content: this.#content }),
      tryOut: ({ texts }, request) => this.#trials.tryOut(texts, request),
      file: parts.exclusions,
      clock: systemClock,
      reload: () => this.#reloadRules(),
    });
    this.#api = createApi({
      ...shared,
      store: parts.records.store,
      bus: this.bus,
      random: (count) => randomBytes(count),
      status: { status: () => this.status(), coverage: () => liveCoverage(this.#content) },
      commands: this.commands,
      attribute: async (incident) => ({
        method: ATTRIBUTION_METHOD,
        hypotheses: rankHypotheses(incident, await this.#content.actors()),
      }),
      exclusions: this.exclusions,
      intake: (name, request, response) => this.#sources.answerIntake(name, request, response),
      options: parts.console,
    });
  }

  /** Reads rules, opens the stores, then listens. Rejects with what stands in the way; then nothing is left open. */
  static async start(
    options: ShieldOptions,
  ): Promise<{ readonly shield: Shield; readonly addresses: ShieldAddresses }> {
    const { config, folders, notices } = options;
    const exclusions = new ExclusionFile(config.store.path);
    const blocklists = blocklistAsker(config, notices);
    const content = await loadContent(config.content, folders, {
      blocklists,
      exclusions: readExclusions(exclusions, notices),
      ...ruleCaches(config),
    });
    const console = await consoleOptions(config.listen.console, folders.consoleFolder);
    const state = openStateStore(config.store.path);
    const records = await openRecords(config, systemClock, notices).catch((error: unknown) => {
      state.close();
      throw error;
    });
    const shield = new Shield(options, { state, records, content, console, exclusions, blocklists });
    try {
      return { shield, addresses: await shield.#listen() };
    } catch (error) {
      await shield.stop();
      throw error;
    }
  }

  get store(): EventStore {
    return this.#records.store;
  }

  /** Resolves when everything found so far is kept. */
  flush(): Promise<void> {
    return this.#records.recorder.flush();
  }

  activeDecisions(): readonly Decision[] {
    return this.#state.activeDecisions(systemClock.nowMs());
  }

  status() {
    return shieldStatus({
      config: this.#config,
      version: this.#options.version,
      startedMs: this.#startedMs,
      simulated: this.#options.simulated,
      gateway: this.#gateway?.status() ?? null,
      sources: this.#sources.status(),
      packs: this.#content.packs,
      recorder: this.#records.recorder.status(),
      auditLog: this.#auditLog.status(),
      blocklists: this.#blocklists?.status() ?? null,
    });
  }

  /**
   * New rules, services, certificates and sources, with no request lost. What needs a restart is named. Rejects when
   * the gateway cannot take them up; then everything stays as it was. One reload at a time.
   */
  reload(config: Config): Promise<void> {
    return this.#afterReload(() => this.#reload(config));
  }

  /** The same configuration and packs with the exclusions as they are now. */
  #reloadRules(): Promise<void> {
    return this.#afterReload(async () => {
      this.#seenExclusions = this.#exclusions.stamp();
      await this.#replaceRules(this.#config, this.#content.withExclusions(this.#exclusions.source()));
    });
  }

  #afterReload(next: () => Promise<void>): Promise<void> {
    const run = this.#reloading.then(next);
    this.#reloading = run.catch(() => undefined);
    return run;
  }

  async #replaceRules(config: Config, content: LoadedContent): Promise<void> {
    await this.#gateway?.reload(gatewayOptions(config, this.#gatewayParts(config, content)));
    this.#config = config;
    this.#content = content;
    this.#sayFaults();
  }

  async #reload(config: Config): Promise<void> {
    this.#seenExclusions = this.#exclusions.stamp();
    const content = await loadContent(config.content, this.#options.folders, {
      blocklists: this.#blocklists,
      exclusions: this.#exclusions.source(),
      ...ruleCaches(this.#config),
    });
    await this.#replaceRules(config, content);
    await this.#auditLog.open(config.auditLog.path);
    this.#pipeline.replaceDetector(new LogDetector(logRules(content), this.#ids));
    await this.#sources.replace(config.sources);
    await this.#records.store.setRetention(config.retention).catch((error: unknown) => {
      this.#options.notices.warn(`the retention stays as it was: ${String(error)}`);
    });
    const waiting = restartNeeds(this.#options.config, config);
    if (waiting.length > 0)
      this.#options.notices.warn(`changes of ${waiting.join(', ')} are taken up at the next start only`);
  }

  /** In order: no new requests, the last ones finished, sources drained, everything kept, stores closed. */
  async stop(): Promise<void> {
    for (const timer of this.#timers) clearInterval(timer);
    await this.#gateway?.close(GRACE_MS);
    this.#blocklists?.close();
    await this.#auditLog.close();
    await this.#sources.stop();
    await this.#trials.close();
    await this.#api.close();
    await this.#records.close();
    this.#state.close();
  }

  async #listen(): Promise<ShieldAddresses> {
    this.#sayFaults();
    await this.#auditLog.open(this.#config.auditLog.path);
    const makeAccount = this.#options.resetPassword === true ? resetFirstAccount : ensureFirstAccount;
    const firstAccount = makeAccount(this.#state, (count) => randomBytes(count), systemClock);
    const consoleAddress = await this.#api.listen();
    const gateway = await this.#openGateway();
    await this.#sources.replace(this.#config.sources);
    this.#timers = [
      setInterval(() => this.#onTick(), TICK_MS),
      setInterval(() => void this.#dropExpired(), EXPIRY_MS),
    ];
    return { gateway, console: consoleAddress.url, firstAccount };
  }

  async #openGateway(): Promise<readonly string[]> {
    if (this.#config.listen.gateway.length === 0) return [];
    const parts = this.#gatewayParts(this.#config, this.#content);
    this.#gateway = createGateway(gatewayOptions(this.#config, parts));
    const bound = await this.#gateway.listen();
    return bound.map(
      ({ address, port, tls }) =>
        `${tls ? 'https' : 'http'}://${address.includes(':') ? `[${address}]` : address}:${port}`,
    );
  }

  /** Packs and mappings that could not be read: what they hold is not run, and that is said. */
  #sayFaults(): void {
    for (const fault of this.#content.diagnostics) {
      if (fault.severity !== 'info') this.#options.notices.warn(formatDiagnostic(fault));
    }
    const unheard = unheardWish(this.#config, this.#content.seclang.audit);
    if (unheard !== null) this.#options.notices.warn(unheard);
  }

  #gatewayParts(config: Config, content: LoadedContent): GatewayParts {
    const asking = askingFirst(this.#blocklists, content.seclang.blocklists);
    return { guard: this.#guard(config, content), clock: systemClock, ...asking };
  }

  #guard(config: Config, content: LoadedContent): RequestGuard {
    return createPipelineGuard({
      policies: servicePolicies(config, content, this.#collections),
      decisions: this.#decisions,
      clock: systemClock,
      ids: this.#ids,
      redactHeaders: new Set(config.privacy.redactHeaders),
      simulated: this.#options.simulated,
      auditLog: this.#auditLog,
      observe: (observation) => this.#pipeline.observeRequest(observation),
    });
  }

  /** Another process (`dejfa waf exclusions remove`), or the operator, has changed the file. */
  #followExclusions(): void {
    const stamp = this.#exclusions.stamp();
    if (stamp === this.#seenExclusions) return;
    this.#seenExclusions = stamp;
    const { notices } = this.#options;
    this.#reloadRules().then(
      () => notices.info(`${this.#exclusions.path} was read again and is in force`),
      (error: unknown) => notices.warn(`exclusions stay as they were: ${String(error)}`),
    );
  }

  /** The store drops what is past its retention within a day or so; this makes it an hour. */
  async #dropExpired(): Promise<void> {
    try {
      await this.store.dropExpired(systemClock.nowMs());
    } catch (error) {
      this.#options.notices.warn(`rows past their retention could not be dropped: ${String(error)}`);
    }
  }

  #onTick(): void {
    this.#pipeline.tick();
    try {
      this.#followExclusions();
      const changes = this.#state.foreignChanges();
      if (changes === this.#seenChanges) return;
      followDecisions(this.#pipeline, this.#state, systemClock);
      this.#seenChanges = changes;
    } catch (error) {
      this.#options.notices.warn(`decisions or exclusions could not be read: ${String(error)}`);
    }
  }
}

/** Where what was found out about rules is kept between loads. */
function ruleCaches(config: Config): Pick<ContentOptions, 'cache' | 'sigmaCache'> {
  const folder = cacheFolder(config);
  return { cache: openRuleCache(folder), sigmaCache: openSigmaCache(folder) };
}

function cacheFolder({ store }: Config): string {
  return join(store.path, 'rule-cache');
}

/** A file of exclusions that cannot be read does not hold up the start: without it more is blocked, and that is said. */
function readExclusions(file: ExclusionFile, notices: Notices): RuleSource | null {
  try {
    return file.source();
  } catch (error) {
    notices.warn(`nothing is excluded: ${error instanceof Error ? error.message : String(error)}`);
    return null;
  }
}
