import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { RawEvent, SigmaSource } from '@dejfa/sigma';
import { parse } from 'yaml';
import { eventOfJson, readJsonDocuments } from './windows-json.ts';

/** SigmaHQ's corpus beside the checkout; absent from a user's clone. */
export const CORPUS = join(import.meta.dirname, '../../../shared/corpora/sigma');
const MAPPINGS = join(import.meta.dirname, '../../content/mappings');

/** One regression case: a recording on which the named rules must fire. */
export interface RegressionCase {
  /** Folder of the case, relative to the corpus. */
  readonly name: string;
  readonly ruleIds: readonly string[];
  /** On how many events the rule fires at least; three recordings hold more that fit the rule to the letter. */
  readonly matchCount: number | null;
  readonly events: readonly RawEvent[];
}

/** All rule files of the corpus, in the order of their names. */
export function ruleSources(): readonly SigmaSource[] {
  return sourcesIn(join(CORPUS, 'rules'), '.yml');
}

export function mappingSources(): readonly SigmaSource[] {
  return sourcesIn(MAPPINGS, '.yaml');
}

export function regressionCases(): readonly RegressionCase[] {
  const root = join(CORPUS, 'regression_data');
  const files = readdirSync(root, { recursive: true, encoding: 'utf8' });
  return files
    .filter((file) => file.endsWith('info.yml'))
    .sort()
    .map((file) => readCase(root, dirname(file)));
}

interface CaseInfo {
  readonly rule_metadata: readonly { readonly id: string }[];
  readonly regression_tests_info: readonly { readonly match_count?: number }[];
}

function readCase(root: string, name: string): RegressionCase {
  const info: CaseInfo = parse(readFileSync(join(root, name, 'info.yml'), 'utf8'));
  const json = readdirSync(join(root, name)).filter((file) => file.endsWith('.json'));
  const texts = json.map((file) => readFileSync(join(root, name, file), 'utf8'));
  return {
    name,
    ruleIds: info.rule_metadata.map(({ id }) => id),
    matchCount: info.regression_tests_info[0]?.match_count ?? null,
    events: texts.flatMap(readJsonDocuments).map(eventOfJson),
  };
}

function sourcesIn(folder: string, ending: string): readonly SigmaSource[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith(ending))
    .sort()
    .map((path) => ({ path, text: readFileSync(join(folder, path), 'utf8') }));
}
