import type { Phase, RequestHead, ResponseHead } from '../api.ts';
import type { ParsedBody } from '../body/parsed-body.ts';
import type { CollectionStore } from '../collections/index.ts';
import type { MacroScope } from '../compile/macro.ts';
import { createMeter, type Meter } from '../regex/index.ts';
import type { QueryArguments } from '../variables/arguments.ts';
import { VARIABLE_COUNT, type VariableDefinition, variableNamed } from '../variables/index.ts';
import type { AuditControl } from './audit-control.ts';
import { KeyedStore, type RuleStore } from './keyed-store.ts';
import { KnownNames } from './known-names.ts';
import { OpenCollections } from './open-collections.ts';
import { type RequestFacts, readRequestFacts } from './request-facts.ts';
import type { EngineMode, ProcessorChoice, Settings } from './settings.ts';
import type { SettledStates } from './settled-state.ts';
import { TxStore } from './tx-store.ts';
import { fullNameOf, type Variable } from './variable.ts';

/** What a transaction is about, given once. */
export interface StateInput {
  readonly head: RequestHead;
  readonly nowMs: number;
  readonly uniqueId: string;
  readonly settings: Settings;
  /** Where collections such as `IP` are kept between transactions. */
  readonly collections: CollectionStore;
  /** Names that other transactions of the same rules met; absent: none. */
  readonly knownNames?: KnownNames;
}

/** Takes a variable away from a rule for the rest of the transaction (`ctl:ruleRemoveTargetById` and its like). */
export type VariableFilter = (variable: Variable) => boolean;

const NONE: readonly Variable[] = [];

/** Members that are searched one by one for a key, rather than put in order first. */
const FEW_MEMBERS = 32;

/** Members with that key, which is given in lower case. */
function membersOfKey(variables: readonly Variable[], key: string): readonly Variable[] {
  let found: Variable[] | null = null;
  for (const variable of variables) {
    if (variable.key?.length !== key.length || variable.key.toLowerCase() !== key) continue;
    if (found === null) found = [variable];
    else found.push(variable);
  }
  return found ?? NONE;
}

/** Members of a collection by their lower-case keys. */
interface KeyedVariables {
  readonly variables: readonly Variable[];
  readonly byKey: ReadonlyMap<string, readonly Variable[]>;
}

/** All that one transaction knows. Owned by one {@link Transaction}; rules read it and their actions write it. */
export class TransactionState implements MacroScope {
  readonly input: StateInput;
  readonly facts: RequestFacts;
  readonly tx: TxStore;
  /** What rules said about the audit entry; null until one does. */
  audit: AuditControl | null = null;
  /** Bytes of the bodies that are inspected; rules may change it before the body is there. */
  requestBodyLimitBytes: number;
  responseBodyLimitBytes: number;
  #collections: OpenCollections | null = null;
  /** `ENV`, which `setenv` writes, and `GEO`, which `@geoLookup` fills; null until one does. */
  #environment: KeyedStore | null = null;
  #place: KeyedStore | null = null;
  phase: Phase = 1;
  engine: EngineMode;
  bodyProcessor: ProcessorChoice = '';
  forceRequestBody = false;
  requestBodyAccess: boolean;
  responseBodyAccess: boolean;
  body: ParsedBody | null = null;
  /** Arguments of the query and cookies; null until a rule asks. */
  queryArguments: QueryArguments | null = null;
  cookies: readonly Variable[] | null = null;
  /** `REQUEST_URI` or `REQUEST_URI_RAW`, whichever was read first. */
  target: Variable | null = null;
  readonly knownNames: KnownNames;
  bodyText = '';
  bodyBytes = 0;
  /** What held when the body was read; rules that change it later come too late. */
  bodyReadAs: ProcessorChoice = '';
  showsBody = false;
  isBodyCut = false;
  response: ResponseHead | null = null;
  responseText = '';
  /** The variable that matched last, with the value that its operator saw. */
  matched: Variable | null = null;
  /** All that matched so far in the chain that runs. */
  matchedInChain: Variable[] = [];
  /** Message of the rule that runs, for `%{rule.msg}`; and its id. */
  rule: {
    readonly id: number;
    readonly message: string;
    readonly severity: number | null;
    readonly revision?: string;
    readonly logData?: string;
  } | null = null;
  highestSeverity = 255;
  /** What the chain that runs added to the anomaly scores of paranoia levels. */
  scoreAdded = 0;
  /** Rules (by their number in the program) that are not to run any more. */
  removedRules: Set<number> | null = null;
  removedTargets: Map<number, VariableFilter[]> | null = null;
  /** Counts the work that was spent on the transaction. */
  readonly meter: Meter;
  /** Why the verdict cannot be known; null while it can. */
  failure: string | null = null;
  /** What was read, by the number of the variable; and the numbers that hold for this phase only. */
  readonly #read: (readonly Variable[] | undefined)[] = new Array(VARIABLE_COUNT);
  readonly #ofPhase: number[] = [];
  #keyed: Map<VariableDefinition, KeyedVariables> | null = null;

  constructor(input: StateInput, settled: SettledStates) {
    this.input = input;
    this.tx = new TxStore(settled);
    this.facts = readRequestFacts(input.head);
    this.knownNames = input.knownNames ?? new KnownNames();
    this.meter = createMeter(input.settings.workBudgetSteps);
    this.engine = input.settings.engine;
    this.requestBodyAccess = input.settings.requestBodyAccess;
    this.responseBodyAccess = input.settings.responseBodyAccess;
    this.requestBodyLimitBytes = input.settings.requestBodyLimitBytes;
    this.responseBodyLimitBytes = input.settings.responseBodyLimitBytes;
  }

  /** Collections that outlive the transaction; made when the first rule asks. */
  get collections(): OpenCollections {
    const { nowMs, collections, settings } = this.input;
    this.#collections ??= new OpenCollections({
      store: collections,
      nowMs,
      timeoutMs: settings.collectionTimeoutMs,
      application: settings.webAppId,
    });
    return this.#collections;
  }

  /** Keeps what rules changed in collections; once, at the end. */
  persistCollections(): void {
    this.#collections?.persist();
  }

  /** Starts a phase: what was read from the body or the response before it may have changed. */
  enter(phase: Phase): void {
    this.phase = phase;
    for (const number of this.#ofPhase) this.#read[number] = undefined;
    this.#ofPhase.length = 0;
  }

  /** Members of a collection. */
  read(definition: VariableDefinition): readonly Variable[] {
    const { lifetime, number } = definition;
    if (lifetime === 'rule') return definition.read(this);
    const kept = this.#read[number];
    if (kept !== undefined) return kept;
    const variables = definition.read(this);
    this.#read[number] = variables;
    if (lifetime === 'phase') this.#ofPhase.push(number);
    return variables;
  }

  /** Members of a collection with that key, which is given in lower case. */
  readKey(definition: VariableDefinition, key: string): readonly Variable[] {
    const variables = this.read(definition);
    if (definition.lifetime === 'rule' || variables.length <= FEW_MEMBERS)
      return membersOfKey(variables, key);
    this.#keyed ??= new Map();
    let keyed = this.#keyed.get(definition);
    if (keyed?.variables !== variables) {
      keyed = { variables, byKey: Map.groupBy(variables, (variable) => variable.key?.toLowerCase() ?? '') };
      this.#keyed.set(definition, keyed);
    }
    return keyed.byKey.get(key) ?? NONE;
  }

  /**
   * The store that a rule reads or writes by `setvar:collection.name`; null where the name is none, and for a
   * collection that no rule has opened.
   */
  store(collection: string): RuleStore | null {
    const name = collection.toLowerCase();
    if (name === 'tx') return this.tx;
    if (name === 'env') {
      this.#environment ??= new KeyedStore('ENV');
      return this.#environment;
    }
    if (name === 'geo') return this.#place;
    return this.#collections?.get(name) ?? null;
  }

  /** Fills `GEO` anew (`@geoLookup`): values by their names in the language. */
  keepPlace(values: Readonly<Record<string, string>>): void {
    this.#place = new KeyedStore('GEO');
    for (const [name, value] of Object.entries(values)) this.#place.set(name, value);
  }

  macroValue(collection: string, key: string | null): string {
    if (key !== null && collection === 'tx') return this.tx.textOf(key);
    if (collection === 'rule') return this.#ruleValue(key);
    if (collection === 'matched_var') return this.matched?.value ?? '';
    if (collection === 'matched_var_name') return this.matched === null ? '' : fullNameOf(this.matched);
    const definition = variableNamed(collection.toUpperCase());
    if (definition === undefined) return '';
    const variables = this.read(definition);
    if (key === null) return variables[0]?.value ?? '';
    return variables.find((variable) => variable.key?.toLowerCase() === key)?.value ?? '';
  }

  #ruleValue(key: string | null): string {
    if (this.rule === null) return '';
    if (key === 'id') return String(this.rule.id);
    if (key === 'severity') return String(this.rule.severity ?? '');
    if (key === 'rev') return this.rule.revision ?? '';
    if (key === 'logdata') return this.rule.logData ?? '';
    return key === 'msg' ? this.rule.message : '';
  }

  /** Whether the work budget is used up, so that the inspection ends here. */
  get isSpent(): boolean {
    return this.meter.steps > this.meter.limit;
  }

  /** Notes that something could not be decided; the first reason is kept. */
  fail(reason: string): void {
    this.failure ??= reason;
  }
}
