import type { Selector, TargetNode } from '../ast/rule.ts';
import type { TransactionState } from '../transaction/state.ts';
import { createVariable, type Variable } from '../transaction/variable.ts';
import { UNSUPPORTED_VARIABLES, type VariableDefinition, variableNamed } from '../variables/index.ts';
import { parseXPath, selectXml } from '../xpath/index.ts';
import { keyPatternOf } from './key-pattern.ts';

/**
 * A part of a selection whose members can be told one by one: members of a collection with that key (null: with any),
 * and of those only the ones that `keeps` allows (null: all).
 */
export interface SelectionPart {
  readonly definition: VariableDefinition;
  /** In lower case. */
  readonly key: string | null;
  readonly keeps: Predicate | null;
}

/** What a rule looks at, prepared: a function from the transaction to its variables. */
export interface Selection {
  /** Its parts in order, none of which has a member of another; null where members cannot be told one by one. */
  readonly parts: readonly SelectionPart[] | null;
  /** How long the selected variables stay the same; see {@link VariableDefinition}. */
  readonly lifetime: VariableDefinition['lifetime'];
  select(state: TransactionState): readonly Variable[];
}

/** The target cannot be read; `target` says which. */
export interface SelectionRefusal {
  readonly kind: 'refused';
  readonly message: string;
  readonly target: TargetNode;
  readonly help: string;
}

/** Whether a variable is meant. */
export type Predicate = (variable: Variable) => boolean;

const LIFETIMES = ['request', 'phase', 'rule'] as const;

/** Collections that rules write. */
const STORES: ReadonlySet<string> = new Set(['TX', 'IP', 'GLOBAL', 'SESSION', 'USER', 'RESOURCE']);

/** XPath expressions that every XML body is read for. */
const XPATHS: ReadonlySet<string> = new Set(['/*', '//@*']);

/** Prepares a target list: what is included or counted, in order, without what is excluded. */
export function compileSelection(targets: readonly TargetNode[]): Selection | SelectionRefusal {
  const sources: Selection[] = [];
  for (const target of targets) {
    const refusal = checkTarget(target);
    if (refusal !== null) return refusal;
    if (target.mode === 'exclude') continue;
    const excluded = targets.filter(
      (other) => other.mode === 'exclude' && other.collection === target.collection,
    );
    sources.push(compileTarget(target, excluded));
  }
  const longest = Math.max(0, ...sources.map((source) => LIFETIMES.indexOf(source.lifetime)));
  const [only] = sources;
  if (only !== undefined && sources.length === 1) return only;
  return {
    parts: joinParts(sources),
    lifetime: LIFETIMES[longest] ?? 'rule',
    select: (state) => sources.flatMap((source) => source.select(state)),
  };
}

/** Parts one after the other; null where a member would be selected twice. */
function joinParts(sources: readonly Selection[]): readonly SelectionPart[] | null {
  const parts: SelectionPart[] = [];
  for (const source of sources) {
    if (source.parts === null) return null;
    for (const part of source.parts) {
      const overlaps = parts.some(
        (other) =>
          other.definition === part.definition &&
          (other.key === null || part.key === null || other.key === part.key),
      );
      if (overlaps) return null;
      parts.push(part);
    }
  }
  return parts;
}

/** Tests whether a variable is what a target names; for exclusions. */
export function compilePredicate(target: TargetNode): Predicate {
  const { collection, selector } = target;
  const byKey = selector === null ? null : compileSelector(selector);
  return (variable) => variable.collection === collection && (byKey === null || byKey(variable));
}

function checkTarget(target: TargetNode): SelectionRefusal | null {
  const refuse = (message: string, help: string) => ({ kind: 'refused' as const, message, target, help });
  if (variableNamed(target.collection) === undefined) {
    const reason = UNSUPPORTED_VARIABLES[target.collection];
    return reason === undefined
      ? refuse(`the variable ${target.collection} is not known`, 'check the spelling, or remove the variable')
      : refuse(`the variable ${target.collection} is not supported: ${reason}`, 'remove the variable');
  }
  if (target.selector?.kind === 'xpath') {
    const path = parseXPath(target.selector.expression, target.selector.namespaces ?? {});
    if (path.kind === 'refused') {
      return refuse(
        `the XPath expression ${target.selector.expression} is not supported: ${path.reason}`,
        'use steps such as XML:/*, XML://@*, XML:/a/b or XML://p:a/text(), and declare prefixes by xmlns',
      );
    }
  }
  if (target.selector?.kind === 'pattern') {
    const pattern = keyPatternOf(target.selector.pattern);
    if (pattern.kind === 'refused')
      return refuse(`the selector is not supported: ${pattern.reason}`, 'use a plain name');
  }
  return null;
}

function compileTarget(target: TargetNode, excluded: readonly TargetNode[]): Selection {
  const definition = variableNamed(target.collection);
  if (definition === undefined) throw new TypeError(`unchecked target ${target.collection}`);
  const { lifetime } = definition;
  const special = compileStoreRead(target, excluded) ?? compileXPathRead(target, excluded);
  if (special !== null) return { parts: null, lifetime, select: special };
  const wanted = target.selector === null ? null : compileSelector(target.selector);
  const unwanted = excluded.map(compilePredicate);
  const keeps = bothOf(wanted, unwanted);
  const key = keyOf(target.selector);
  const members =
    target.collection === 'TX'
      ? (state: TransactionState) => state.tx.select(keeps)
      : unwanted.length > 0 || (wanted !== null && key === null)
        ? (state: TransactionState) => state.read(definition).filter(keeps)
        : key === null
          ? (state: TransactionState) => state.read(definition)
          : (state: TransactionState) => state.readKey(definition, key);
  if (target.mode === 'include') return { parts: partsOf(target, excluded), lifetime, select: members };
  return { parts: null, lifetime, select: (state) => [countVariable(target, members(state).length)] };
}

/** Holds for what is wanted (null: all) and none of the unwanted. */
function bothOf(wanted: Predicate | null, unwanted: readonly Predicate[]): Predicate {
  return (variable) => {
    if (wanted !== null && !wanted(variable)) return false;
    for (const predicate of unwanted) if (predicate(variable)) return false;
    return true;
  };
}

function partsOf({ collection, selector }: TargetNode, excluded: readonly TargetNode[]): Selection['parts'] {
  const definition = variableNamed(collection);
  if (definition === undefined || definition.lifetime === 'rule') return null;
  const key = keyOf(selector);
  const wanted = selector === null || key !== null ? null : compileSelector(selector);
  const unwanted = excluded.map(compilePredicate);
  if (wanted === null && unwanted.length === 0) return [{ definition, key, keeps: null }];
  const keeps = bothOf(wanted, unwanted);
  return [{ definition, key, keeps }];
}

/** The lower-case key that the members of a selector have; null where they may have several. */
function keyOf(selector: Selector | null): string | null {
  if (selector === null || selector.kind === 'pattern') return null;
  return (selector.kind === 'name' ? selector.name : selector.expression).toLowerCase();
}

/** `TX:name`, `IP:name` and their like are looked up, not searched for. */
function compileStoreRead(target: TargetNode, excluded: readonly TargetNode[]): Selection['select'] | null {
  const { collection, selector, mode } = target;
  if (!STORES.has(collection) || selector?.kind !== 'name' || excluded.length > 0) return null;
  const name = selector.name.toLowerCase();
  const store = collection.toLowerCase();
  const read =
    collection === 'TX'
      ? (state: TransactionState) => state.tx.getLower(name)
      : (state: TransactionState) => state.store(store)?.get(name);
  if (mode === 'count') {
    // The same objects each time: most rules of this kind ask whether a setting is there.
    const [none, one] = [[countVariable(target, 0)], [countVariable(target, 1)]];
    return (state) => (read(state) === undefined ? none : one);
  }
  return (state) => {
    const variable = read(state);
    return variable === undefined ? [] : [variable];
  };
}

/** `XML:/a/b` is looked for in the tree of the body; the two expressions that every body is read for are not. */
function compileXPathRead(target: TargetNode, excluded: readonly TargetNode[]): Selection['select'] | null {
  const { selector, mode } = target;
  if (selector?.kind !== 'xpath' || XPATHS.has(selector.expression)) return null;
  const path = parseXPath(selector.expression, selector.namespaces ?? {});
  if (path.kind === 'refused') throw new TypeError(`unchecked selector ${selector.expression}`);
  const unwanted = excluded.map(compilePredicate);
  const members = (state: TransactionState) =>
    selectXml(selector.expression, path, state).filter(
      (one) => !unwanted.some((predicate) => predicate(one)),
    );
  return mode === 'include' ? members : (state) => [countVariable(target, members(state).length)];
}

function countVariable({ collection, selector }: TargetNode, count: number): Variable {
  const key = selector?.kind === 'name' ? selector.name : null;
  return createVariable(collection, key, String(count));
}

function compileSelector(selector: Selector): Predicate {
  if (selector.kind === 'xpath') return (variable) => variable.key === selector.expression;
  if (selector.kind === 'name') {
    const name = selector.name.toLowerCase();
    return ({ key }) => key !== null && key.length === name.length && key.toLowerCase() === name;
  }
  const pattern = keyPatternOf(selector.pattern);
  if (pattern.kind === 'refused') throw new TypeError(`unchecked selector ${selector.pattern}`);
  return ({ key }) => key !== null && pattern.matches(key);
}
