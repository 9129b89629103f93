import type { Diagnostic } from '@dejfa/diagnostics';
import type { LoadedSigma, SigmaSource } from './api.ts';
import type { Rule } from './ast/rule.ts';
import { createEngine } from './compile/engine.ts';
import { readDocuments, type YamlDocument } from './parse/documents.ts';
import { parseRule } from './parse/rule.ts';
import { findEntry } from './parse/yaml-node.ts';

/** What rules are loaded with. */
export interface SigmaOptions {
  /** Values for placeholders (`field|expand: '%name%'`), by name. A rule with one that has none is rejected. */
  readonly placeholders?: Readonly<Record<string, readonly string[]>>;
  /** Identifiers of rules that are not to be run; they count as read and not as loaded. */
  readonly disabled?: readonly string[];
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
  const loader: Loader = {
    placeholders: options.placeholders ?? {},
    disabled: new Set(options.disabled?.map((id) => id.toLowerCase())),
    rules: new Map(),
    diagnostics: [],
    read: 0,
    rejected: 0,
  };
  for (const source of sources) {
    for (const [index, document] of readDocuments(source).entries()) {
      loadDocument(document, { path: source.path, index }, loader);
    }
  }
  const rules = [...loader.rules.values()];
  const counts = { read: loader.read, loaded: rules.length, rejected: loader.rejected };
  return { rules, diagnostics: loader.diagnostics, counts };
}

interface Loader {
  readonly placeholders: Readonly<Record<string, readonly string[]>>;
  readonly disabled: ReadonlySet<string>;
  readonly rules: Map<string, Rule>;
  readonly diagnostics: Diagnostic[];
  read: number;
  rejected: number;
}

function loadDocument(document: YamlDocument, place: { path: string; index: number }, loader: Loader): void {
  const { node, report } = document;
  loader.read += 1;
  const rule = node === null ? null : parseRule(node, { report, placeholders: loader.placeholders }, place);
  const known = rule === null ? undefined : loader.rules.get(rule.info.id);
  if (rule !== null && known !== undefined) {
    const at = node?.kind === 'map' ? (findEntry(node, 'id')?.value.at ?? 0) : 0;
    const message = `Another rule has this id: ${known.info.path}`;
    report.error(
      {
        code: 'sigma.duplicate-id',
        message,
        help: 'Give the rule an id of its own, or load only one of them.',
      },
      at,
    );
  } else if (rule !== null && !loader.disabled.has(rule.info.id)) loader.rules.set(rule.info.id, rule);
  if (report.errors > 0) loader.rejected += 1;
  loader.diagnostics.push(...report.diagnostics);
}
