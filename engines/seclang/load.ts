import type { LoadedRules, RuleResolver, RuleSource } from './api.ts';
import type { ChainNode } from './ast/chain.ts';
import { blocklistsOf } from './blocklist/of-rules.ts';
import { AnalysisTable, keepSearch, type RuleCache } from './cache/index.ts';
import { compileProgram, type ProgramItem } from './compile/program.ts';
import { type DirectiveCall, reportDirective } from './directives/directive.ts';
import { directiveNamed, unsupportedReason, withoutEffect } from './directives/index.ts';
import type { LoadState } from './directives/load-state.ts';
import { RuleTally, sumCounts } from './directives/rule-tally.ts';
import { closeChain } from './directives/rules.ts';
import { readLogicalLines } from './lexer/logical-line.ts';
import { splitWords } from './lexer/words.ts';
import { Reporter } from './parser/reporter.ts';

/** How rules are loaded. */
export interface LoadOptions {
  /** Where what is costly to find out is kept between loads; where absent, it is found out each time. */
  readonly cache?: RuleCache;
}

/**
 * Reads SecLang sources in their order and compiles them. `text` of a source is Unicode; what rules compare is its
 * UTF-8 encoding. Every directive is either loaded or has a diagnostic; nothing is thrown for what a source holds.
 */
export function loadRules(
  sources: readonly RuleSource[],
  resolver: RuleResolver,
  { cache }: LoadOptions = {},
): LoadedRules {
  const state = createLoadState(resolver, cache === undefined ? null : new AnalysisTable(cache));
  for (const source of sources) state.readSource(source);
  const { program, refused } = compileProgram(state.items, state);
  state.analyses?.keep();
  const searchRefused = (reason: string) => reportSearchCache(program.items, reason, state);
  const provide = cache === undefined ? undefined : keepSearch(cache, searchRefused);
  if (program.prefilter.prepare(provide) === 'plain') reportPlainSearch(program.items, state);
  for (const { file, links } of refused) state.tally.refuse(file, links.length);
  const { files } = state.tally;
  return {
    program,
    diagnostics: state.reporter.diagnostics,
    counts: sumCounts(files.values()),
    files,
    signatures: state.signatures,
    audit: { engine: state.settings.auditEngine ?? null, path: state.auditPath },
    blocklists: blocklistsOf(loadedChains(program.items, refused), state.settings.httpBlKey ?? null),
  };
}

function loadedChains(items: readonly ProgramItem[], refused: readonly ChainNode[]): readonly ChainNode[] {
  return items.filter((item) => item.kind === 'chain').filter((chain) => !refused.includes(chain));
}

/** The search finds the same in any runtime, but not as fast, and nobody would know why. */
function reportPlainSearch(items: readonly ProgramItem[], { reporter }: LoadState): void {
  const [first] = items;
  if (first === undefined) return;
  reporter.report({
    code: 'seclang.plain-search',
    severity: 'info',
    message:
      'values are searched without WebAssembly, which this runtime lacks, forbids or has no memory for',
    place: first.place,
    help: 'verdicts are the same, inspection takes longer; allow WebAssembly, or more virtual memory',
  });
}

/** As `reportCache`, of what was kept of all rules together. */
function reportSearchCache(items: readonly ProgramItem[], reason: string, { reporter }: LoadState): void {
  const [first] = items;
  if (first === undefined) return;
  reporter.report({
    code: 'seclang.cache-ignored',
    severity: 'info',
    message: `what was kept of the search for these rules at an earlier load is not used: ${reason}`,
    place: first.place,
    help: 'nothing is to be done; it was made anew and is kept now',
  });
}

/** What was kept and cannot be used costs time and nothing else, but somebody may want to know why. */
function reportCache(file: string, reason: string, { reporter }: LoadState): void {
  reporter.report({
    code: 'seclang.cache-ignored',
    severity: 'info',
    message: `what was kept of this file at an earlier load is not used: ${reason}`,
    place: { file, line: 1, column: 1 },
    help: 'nothing is to be done; it was found out anew and is kept now',
  });
}

function createLoadState(resolver: RuleResolver, analyses: AnalysisTable | null): LoadState {
  const state: LoadState = {
    resolver,
    reporter: new Reporter(),
    analyses,
    readSource: (source) => readSource(source, state),
    items: [],
    pending: [],
    defaults: new Map(),
    sources: new Map(),
    signatures: [],
    auditPath: null,
    ids: new Map(),
    settings: {},
    tally: new RuleTally(),
    includeDepth: 0,
  };
  return state;
}

function readSource(source: RuleSource, state: LoadState): void {
  state.reporter.addSource(source.path, source.text);
  const refusal = state.analyses?.open(source) ?? null;
  if (refusal !== null) reportCache(source.path, refusal, state);
  for (const line of readLogicalLines(source.path, source.text)) {
    const [name, ...words] = splitWords(line);
    if (name !== undefined) readDirective({ name, words, line }, state);
  }
  const [head] = state.pending;
  if (head === undefined) return;
  state.reporter.report({
    code: 'seclang.open-chain',
    severity: 'error',
    message: 'the chain has no last rule: its last rule says chain, and the file ends',
    place: head.place,
    help: 'the chain is not run; add the missing rule, or take chain out of the last one',
  });
  state.tally.refuse(head.file, state.pending.length);
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
  reportWithoutHandler(call, state);
}

/** Says of a directive that nothing handles why: it asks for nothing, it is not supported, or nobody knows it. */
function reportWithoutHandler(call: DirectiveCall, state: LoadState): void {
  const name = call.name.text;
  const inert = withoutEffect(name);
  const value = call.words[0]?.text ?? '';
  if (inert !== undefined && (inert.harmless?.test(value) ?? true)) {
    state.reporter.report({
      code: 'seclang.no-effect',
      severity: 'info',
      message: `${name} has no effect here: ${inert.reason}`,
      place: call.line.placeAt(0),
    });
    return;
  }
  const reason = inert?.reason ?? unsupportedReason(name);
  reportDirective(call, state, {
    code: reason === undefined ? 'seclang.unknown-directive' : 'seclang.unsupported-directive',
    message:
      reason === undefined
        ? `the directive ${name} is not supported`
        : `${name}${inert === undefined ? '' : ` ${value}`} is not supported: ${reason}`,
    help:
      reason === undefined
        ? 'check the spelling, or take the directive out; it has no effect now'
        : 'it has no effect; take it out',
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
