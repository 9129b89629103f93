import type { Diagnostic } from '@dejfa/diagnostics';
import type { LoadedSigma, SigmaSource } from './api.ts';
import type { OpenRule, Rule } from './ast/rule.ts';
import { createEngine } from './compile/engine.ts';
import { closeRule } from './parse/close.ts';
import { readDocuments, type YamlDocument } from './parse/documents.ts';
import type { DocumentPlace } from './parse/metadata.ts';
import type { RuleReport } from './parse/report.ts';
import { type ParseContext, readRule } from './parse/rule.ts';
import { findEntry, type YamlNode } from './parse/yaml-node.ts';
import { applyPipelines } from './pipeline/apply.ts';
import { loadPipelines } from './pipeline/load.ts';
import type { Pipeline } from './pipeline/pipeline.ts';

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
export interface ParsedSigma {
  readonly rules: readonly Rule[];
  readonly diagnostics: readonly Diagnostic[];
  readonly counts: LoadedSigma['counts'];
}

/**
 * Loads Sigma rules (specification 2.1). Each document of each source is either loaded, disabled by its identifier, or
 * rejected with at least one diagnostic of severity error. Never throws on content.
 */
export function loadSigma(sources: readonly SigmaSource[], options: SigmaOptions = {}): LoadedSigma {
  const parsed = parseSigma(sources, options);
  return {
    rules: parsed.rules.map((rule) => rule.info),
    diagnostics: parsed.diagnostics,
    counts: parsed.counts,
    engine: createEngine(parsed.rules),
  };
}

/** The first half of {@link loadSigma}: rules as data. */
export function parseSigma(sources: readonly SigmaSource[], options: SigmaOptions = {}): ParsedSigma {
  const placeholders = options.placeholders ?? {};
  const drafts = sources.flatMap((source) =>
    readDocuments(source).map((document, index) =>
      readDraft(document, { path: source.path, index }, placeholders),
    ),
  );
  refuseDuplicates(drafts);
  const disabled = new Set(options.disabled?.map((id) => id.toLowerCase()));
  const { pipelines, diagnostics } = loadPipelines(options.pipelines ?? []);
  const isBroken = diagnostics.some(({ severity }) => severity === 'error');
  const rules = drafts.flatMap((draft) => {
    if (isBroken || draft.rule === null || disabled.has(draft.rule.info.id)) return [];
    const rule = processDraft(draft, pipelines);
    return rule === null ? [] : (closeRule(rule, { report: draft.report, placeholders }) ?? []);
  });
  const rejected = isBroken ? drafts.length : drafts.filter(({ report }) => report.errors > 0).length;
  return {
    rules,
    diagnostics: [...diagnostics, ...drafts.flatMap(({ report }) => report.diagnostics)],
    counts: { read: drafts.length, loaded: rules.length, rejected },
  };
}

/** A document on its way: `rule` is null once something about it was refused, and then the report says what. */
interface RuleDraft {
  readonly node: YamlNode | null;
  readonly report: RuleReport;
  rule: OpenRule | null;
}

function readDraft(
  { node, report }: YamlDocument,
  place: DocumentPlace,
  placeholders: ParseContext['placeholders'],
): RuleDraft {
  const rule = node === null ? null : readRule(node, { report, placeholders }, place);
  return { node, report, rule };
}

function processDraft({ rule, node, report }: RuleDraft, pipelines: readonly Pipeline[]): OpenRule | null {
  if (rule === null || node?.kind !== 'map' || pipelines.length === 0) return rule;
  return applyPipelines(pipelines, { rule, node, report });
}

/** Of rules with the same identifier the first is kept. */
function refuseDuplicates(drafts: readonly RuleDraft[]): void {
  const known = new Map<string, OpenRule>();
  for (const draft of drafts) {
    const { node, rule } = draft;
    if (rule === null) continue;
    const first = known.get(rule.info.id);
    if (first === undefined) {
      known.set(rule.info.id, rule);
      continue;
    }
    const at = node?.kind === 'map' ? (findEntry(node, 'id')?.value.at ?? 0) : 0;
    const message = `Another rule has this id: ${first.info.path}`;
    const help = 'Give the rule an id of its own, or load only one of them.';
    draft.rule = draft.report.error({ code: 'sigma.duplicate-id', message, help }, at);
  }
}
