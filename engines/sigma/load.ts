import type { LoadedSigma, SigmaLogSource, SigmaSource } from './api.ts';
import type { OpenRule, Rule } from './ast/rule.ts';
import { decodeSigma, encodeSigma, keyOf, type RuleCache, refusalDiagnostic } from './cache/index.ts';
import { createEngine, type EngineRules } from './compile/engine.ts';
import { linkCorrelations, type UnlinkedCorrelation } from './correlation/link.ts';
import { type CorrelationDraft, parseCorrelation } from './correlation/parse.ts';
import { applyFilters } from './filter/apply.ts';
import { type FilterDraft, parseFilter } from './filter/parse.ts';
import { closeRule } from './parse/close.ts';
import { readDocuments, type YamlDocument } from './parse/documents.ts';
import type { DocumentPlace } from './parse/metadata.ts';
import type { RuleReport } from './parse/report.ts';
import { type ParseContext, readRule } from './parse/rule.ts';
import { findEntry, type YamlNode } from './parse/yaml-node.ts';
import { applyPipelines } from './pipeline/apply.ts';
import { applyToCorrelation } from './pipeline/apply-correlation.ts';
import { loadPipelines } from './pipeline/load.ts';
import type { Pipeline } from './pipeline/pipeline.ts';
import { ruleNeeds } from './seen/rule-needs.ts';

/** What rules are loaded with. */
export interface SigmaOptions {
  /** Values for placeholders (`field|expand: '%name%'`), by name. A rule with one that has none is rejected. */
  readonly placeholders?: Readonly<Record<string, readonly string[]>>;
  /** Identifiers of rules that are not to be run; they count as read and not as loaded. */
  readonly disabled?: readonly string[];
  /**
   * Processing pipelines in the YAML form of pySigma. They rewrite each rule before it is compiled, those of lower
   * `priority` first. Where one cannot be read, no rule is loaded: rules would look for the wrong fields.
   */
  readonly pipelines?: readonly SigmaSource[];
}

/** Rules read from files, before they are compiled. */
export interface ParsedSigma
  extends Pick<
    LoadedSigma,
    'diagnostics' | 'counts' | 'files' | 'disabled' | 'correlations' | 'filters' | 'onlyCorrelated'
  > {
  /** With the filters that apply to them. */
  readonly rules: readonly Rule[];
}

/** What rules are loaded with, and where they are kept between loads. */
export interface SigmaLoadOptions extends SigmaOptions {
  readonly cache?: RuleCache;
}

/**
 * Loads Sigma rules (specification 2.1). Each document of each source is either loaded, disabled by its identifier, or
 * rejected with at least one diagnostic of severity error. Never throws on content. With a cache what was read is kept
 * there, and taken from there by the next load of the same sources with the same options: all that it gives is then the
 * same. What was kept and cannot be used is read anew, with a diagnostic of severity info.
 */
export function loadSigma(
  sources: readonly SigmaSource[],
  { cache, ...options }: SigmaLoadOptions = {},
): LoadedSigma {
  if (cache === undefined) return loadedSigma(parseSigma(sources, options));
  const key = keyOf(cache.engine, sources, options);
  const bytes = cache.get(key);
  const kept = bytes === null ? null : decodeSigma(bytes, key);
  if (kept?.kind === 'kept') return loadedSigma(kept.parsed, kept.known);
  const parsed = parseSigma(sources, options);
  cache.set(key, encodeSigma(key, parsed));
  const refused = kept === null ? [] : [refusalDiagnostic(kept, sources)];
  return loadedSigma({ ...parsed, diagnostics: [...refused, ...parsed.diagnostics] });
}

/** Rules ready to run, of rules as data; `known`: what the engine need not find out about them. */
export function loadedSigma({ rules, ...parsed }: ParsedSigma, known: EngineRules = {}): LoadedSigma {
  return {
    ...parsed,
    rules: rules.map((rule) => rule.info),
    engine: createEngine(rules, known),
    needs: () => rules.map(ruleNeeds),
  };
}

/** The first half of `loadSigma`: rules as data. */
export function parseSigma(sources: readonly SigmaSource[], options: SigmaOptions = {}): ParsedSigma {
  const placeholders = options.placeholders ?? {};
  const drafts = sources.flatMap((source) =>
    readDocuments(source).map((document, index) =>
      readDraft(document, { path: source.path, index }, placeholders),
    ),
  );
  const ids = new Set(options.disabled?.map((id) => id.toLowerCase()));
  const disabled = drafts.flatMap(({ read }) => (read !== null && ids.has(read.info.id) ? [read.info] : []));
  const enabled = drafts.filter(({ read }) => read === null || !ids.has(read.info.id));
  refuseDuplicates(enabled);
  const live = enabled.filter(({ read }) => read !== null);
  const { pipelines, diagnostics } = loadPipelines(options.pipelines ?? []);
  const isBroken = diagnostics.some(({ severity }) => severity === 'error');
  const { rules, filters } = isBroken ? NONE : closeRules(live, { pipelines, placeholders });
  const infos = rules.map(({ info }) => info);
  const unlinked = isBroken ? [] : live.flatMap((draft) => correlationOf(draft, { drafts, pipelines }));
  const { plans, onlyCorrelated } = linkCorrelations(unlinked, infos);
  const rejected = enabled.filter(({ report }) => isBroken || report.errors > 0);
  return {
    rules,
    filters,
    correlations: plans,
    onlyCorrelated,
    diagnostics: [...diagnostics, ...drafts.flatMap(({ report }) => report.diagnostics)],
    counts: {
      read: drafts.length,
      loaded: rules.length + filters.length + plans.length,
      rejected: rejected.length,
    },
    files: countsByFile(drafts, { rejected, disabled }),
    disabled: disabled.map(({ id, path }) => ({ id, path })),
  };
}

function countsByFile(
  drafts: readonly Draft[],
  fates: { readonly rejected: readonly Draft[]; readonly disabled: readonly { readonly path: string }[] },
): LoadedSigma['files'] {
  const files = new Map<string, { read: number; loaded: number; rejected: number; disabled: number }>();
  for (const { path } of drafts) {
    const counts = files.get(path) ?? { read: 0, loaded: 0, rejected: 0, disabled: 0 };
    files.set(path, { ...counts, read: counts.read + 1, loaded: counts.loaded + 1 });
  }
  for (const kind of ['rejected', 'disabled'] as const) {
    for (const { path } of fates[kind]) {
      const counts = files.get(path);
      if (counts === undefined) continue;
      counts[kind] += 1;
      counts.loaded -= 1;
    }
  }
  return files;
}

const NONE = { rules: [], filters: [] } as const;

/** What a document was read as. */
type ReadDocument =
  | (OpenRule & { readonly kind: 'rule' })
  | (CorrelationDraft & { readonly kind: 'correlation' })
  | (FilterDraft & { readonly kind: 'filter' });

/** A document on its way: `read` is null once something about it was refused, and then the report says what. */
interface Draft {
  readonly path: string;
  readonly node: YamlNode | null;
  readonly report: RuleReport;
  read: ReadDocument | null;
}

function readDraft(
  { node, report }: YamlDocument,
  place: DocumentPlace,
  placeholders: ParseContext['placeholders'],
): Draft {
  const read = node === null ? null : readNode(node, { report, placeholders }, place);
  return { path: place.path, node, report, read };
}

function readNode(node: YamlNode, context: ParseContext, place: DocumentPlace): ReadDocument | null {
  if (node.kind === 'map' && findEntry(node, 'correlation') !== null) {
    const correlation = parseCorrelation(node, context.report, place);
    return correlation === null ? null : { kind: 'correlation', ...correlation };
  }
  if (node.kind === 'map' && findEntry(node, 'filter') !== null) {
    const filter = parseFilter(node, context, place);
    return filter === null ? null : { kind: 'filter', ...filter };
  }
  const rule = readRule(node, context, place);
  return rule === null ? null : { kind: 'rule', ...rule };
}

/** Adds filters, then runs pipelines, then fills placeholders; rules that are refused on the way fall out. */
function closeRules(
  drafts: readonly Draft[],
  { pipelines, placeholders }: { pipelines: readonly Pipeline[]; placeholders: ParseContext['placeholders'] },
): { readonly rules: readonly Rule[]; readonly filters: LoadedSigma['filters'] } {
  const open = drafts.flatMap(({ read, node, report }) =>
    read?.kind === 'rule'
      ? [{ rule: { info: read.info, detections: read.detections, condition: read.condition }, node, report }]
      : [],
  );
  const unapplied = drafts.flatMap(({ read, report }) =>
    read?.kind === 'filter' ? [{ draft: read, report }] : [],
  );
  const { rules, filters } = applyFilters(
    open.map(({ rule }) => rule),
    unapplied,
  );
  const closed = open.flatMap(({ node, report }, index) => {
    const rule = processRule({ rule: rules[index] ?? null, node, report }, pipelines);
    return rule === null ? [] : (closeRule(rule, { report, placeholders }) ?? []);
  });
  return { rules: closed, filters };
}

/** With the names that pipelines give to its fields; nothing where the draft is none, or is refused. */
function correlationOf(
  { read, node, report }: Draft,
  { drafts, pipelines }: { drafts: readonly Draft[]; pipelines: readonly Pipeline[] },
): readonly UnlinkedCorrelation[] {
  if (read?.kind !== 'correlation' || node?.kind !== 'map') return [];
  if (pipelines.length === 0) return [{ draft: read, report }];
  const correlated = logsourcesOf(read, drafts, 0);
  const draft = applyToCorrelation(pipelines, { draft: read, node, report, correlated });
  return draft === null ? [] : [{ draft, report }];
}

/** Log sources of the rules that a correlation refers to, through others as far as they go. */
function logsourcesOf(
  { references }: CorrelationDraft,
  drafts: readonly Draft[],
  depth: number,
): readonly SigmaLogSource[] {
  if (depth > CHAIN_LIMIT) return [];
  return references.flatMap(({ text }) =>
    drafts.flatMap(({ read }) => {
      if (read === null || (read.info.id !== text.toLowerCase() && read.info.name !== text)) return [];
      return read.kind === 'correlation' ? logsourcesOf(read, drafts, depth + 1) : [read.info.logsource];
    }),
  );
}

/** Correlations of correlations that are followed for their log sources. */
const CHAIN_LIMIT = 8;

function processRule(
  { rule, node, report }: { rule: OpenRule | null; node: YamlNode | null; report: RuleReport },
  pipelines: readonly Pipeline[],
): OpenRule | null {
  if (rule === null || node?.kind !== 'map' || pipelines.length === 0) return rule;
  return applyPipelines(pipelines, { rule, node, report });
}

/** Of rules with the same identifier the first is kept. */
function refuseDuplicates(drafts: readonly Draft[]): void {
  const known = new Map<string, ReadDocument>();
  for (const draft of drafts) {
    const { node, read } = draft;
    if (read === null) continue;
    const first = known.get(read.info.id);
    if (first === undefined) {
      known.set(read.info.id, read);
      continue;
    }
    const at = node?.kind === 'map' ? (findEntry(node, 'id')?.value.at ?? 0) : 0;
    const message = `Another rule has this id: ${first.info.path}`;
    const help = 'Give the rule an id of its own, or load only one of them.';
    draft.read = draft.report.error({ code: 'sigma.duplicate-id', message, help }, at);
  }
}
