import type { LoadedRules, RuleResolver, RuleSource } from './api.ts';
import type { ChainNode } from './ast/chain.ts';
import { compileProgram, type ProgramItem } from './compile/program.ts';
import { type DirectiveCall, reportDirective } from './directives/directive.ts';
import { directiveNamed, inertReason } from './directives/index.ts';
import type { LoadState } from './directives/load-state.ts';
import { closeChain } from './directives/rules.ts';
import { readLogicalLines } from './lexer/logical-line.ts';
import { splitWords } from './lexer/words.ts';
import { Reporter } from './parser/reporter.ts';

/**
 * Reads SecLang sources in their order and compiles them. `text` of a source is Unicode; what rules compare is its
 * UTF-8 encoding. Every directive is either loaded or has a diagnostic; nothing is thrown for what a source holds.
 */
export function loadRules(sources: readonly RuleSource[], resolver: RuleResolver): LoadedRules {
  const state = createLoadState(resolver);
  for (const source of sources) state.readSource(source);
  const chains = state.items.filter((item) => item.kind === 'chain');
  const kept = new Map(chains.map((chain) => [chain, applyUpdates(chain, state)]));
  const removed = chains.filter((chain) => kept.get(chain) === null);
  const items = state.items.flatMap((item): readonly ProgramItem[] => {
    const chain = item.kind === 'marker' ? item : kept.get(item);
    return chain ? [chain] : [];
  });
  const { program, refused } = compileProgram(items, state);
  const disabled = countLinks(removed);
  const refusedCount = state.refusedCount + countLinks(refused);
  return {
    program,
    diagnostics: state.reporter.diagnostics,
    counts: {
      read: state.readCount,
      loaded: state.readCount - disabled - refusedCount,
      disabled,
      refused: refusedCount,
    },
    signatures: state.signatures,
  };
}

function createLoadState(resolver: RuleResolver): LoadState {
  const state: LoadState = {
    resolver,
    reporter: new Reporter(),
    readSource: (source) => readSource(source, state),
    items: [],
    pending: [],
    defaults: new Map(),
    updates: [],
    signatures: [],
    ids: new Map(),
    settings: {},
    readCount: 0,
    refusedCount: 0,
    includeDepth: 0,
  };
  return state;
}

function readSource(source: RuleSource, state: LoadState): void {
  state.reporter.addSource(source.path, source.text);
  for (const line of readLogicalLines(source.path, source.text)) {
    const [name, ...words] = splitWords(line);
    if (name !== undefined) readDirective({ name, words, line }, state);
  }
  if (state.pending.length === 0) return;
  const [head] = state.pending;
  if (head !== undefined) {
    state.reporter.report({
      code: 'seclang.open-chain',
      severity: 'error',
      message: 'the chain has no last rule: its last rule says chain, and the file ends',
      place: head.place,
      help: 'the chain is not run; add the missing rule, or take chain out of the last one',
    });
  }
  state.refusedCount += state.pending.length;
  state.pending = [];
}

function readDirective(call: DirectiveCall, state: LoadState): void {
  const open = [call.name, ...call.words].find((word) => !word.closed);
  if (open !== undefined) {
    reportDirective(call, state, {
      code: 'seclang.open-quote',
      message: 'the quoted argument that begins here has no closing quote',
      help: 'close the quote; a quote inside of it is written \\"',
      at: open,
    });
  }
  const isRule = /^sec(?:rule|action)$/i.test(call.name.text);
  if (!isRule && state.pending.length > 0 && !/^secmarker$/i.test(call.name.text))
    closeOpenChain(call, state);
  const handler = directiveNamed(call.name.text);
  if (handler !== undefined) {
    handler(call, state);
    return;
  }
  const reason = inertReason(call.name.text);
  if (reason === undefined) {
    reportDirective(call, state, {
      code: 'seclang.unknown-directive',
      message: `the directive ${call.name.text} is not supported`,
      help: 'check the spelling, or take the directive out; it has no effect now',
    });
    return;
  }
  state.reporter.report({
    code: 'seclang.no-effect',
    severity: 'info',
    message: `${call.name.text} has no effect here: ${reason}`,
    place: call.line.placeAt(0),
  });
}

function closeOpenChain(call: DirectiveCall, state: LoadState): void {
  reportDirective(call, state, {
    code: 'seclang.open-chain',
    message: 'the rule before says chain, but no rule follows',
    help: 'put the chained rule before this directive',
  });
  closeChain(state);
}

/** The chain with the changes of later directives; null where one removes it. */
function applyUpdates(chain: ChainNode, state: LoadState): ChainNode | null {
  let updated = chain;
  for (const { test, targets } of state.updates) {
    if (!test(chain)) continue;
    if (targets === null) return null;
    const [head, ...rest] = updated.links;
    if (head === undefined) continue;
    updated = { ...updated, links: [{ ...head, targets: [...head.targets, ...targets] }, ...rest] };
  }
  return updated;
}

function countLinks(chains: readonly ChainNode[]): number {
  return chains.reduce((sum, chain) => sum + chain.links.length, 0);
}
