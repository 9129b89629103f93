import type { Rule } from '../ast/rule.ts';
import type { EngineRules } from '../compile/engine.ts';
import { clausesOf } from '../compile/requirement.ts';
import { ruleFields } from '../compile/rule-fields.ts';
import type { ParsedSigma } from '../load.ts';
import { decodeEntry, type EntryRefusal, encodeEntry } from './entry.ts';
import { readClauses, writeClauses } from './kept-clauses.ts';
import { readFacts, writeFacts } from './kept-facts.ts';
import { readInfos, readRule, writeBody } from './kept-rule.ts';
import { faulty, KeptFault, listOf, textOf } from './kept-value.ts';

/** Rules as they were read, and what the engine knows of them without looking into each. */
export interface KeptSigma {
  readonly kind: 'kept';
  readonly parsed: ParsedSigma;
  readonly known: Required<EngineRules>;
}

/** An entry: facts; what rules say of themselves; what they look for, a line a rule; fields; clauses, a line a rule. */
export function encodeSigma(key: string, { rules, ...facts }: ParsedSigma): Uint8Array {
  const fields = new Set(rules.flatMap(ruleFields));
  const { atoms, lines } = writeClauses(rules.map(clausesOf));
  return encodeEntry(key, [
    ...writeFacts(facts),
    JSON.stringify(rules.map(({ info }) => info)),
    rules.map(writeBody).join('\n'),
    JSON.stringify([...fields]),
    atoms,
    lines.join('\n'),
  ]);
}

/** What an entry holds; refused where it is not to be used. `key` null: of whatever rules. Never throws. */
export function decodeSigma(bytes: Uint8Array, key: string | null): KeptSigma | EntryRefusal {
  const entry = decodeEntry(bytes, key);
  if (entry.kind === 'refused') return entry;
  try {
    return readSigma(entry.sections);
  } catch (cause) {
    // A RangeError comes of nesting that no rule has.
    const isOfEntry = [KeptFault, SyntaxError, RangeError].some((kind) => cause instanceof kind);
    if (!isOfEntry) throw cause;
    return { kind: 'refused', reason: 'it does not hold what it should' };
  }
}

function readSigma(sections: readonly string[]): KeptSigma {
  const [files = '', facts = '', infos = '', bodies = '', fields = '', atoms = '', clauses = ''] = sections;
  const rules = readRules(JSON.parse(infos), linesOf(bodies));
  const lines = clauses.split('\n');
  if (lines.length !== Math.max(1, rules.length)) return faulty();
  const known = { fields: listOf(JSON.parse(fields)).map(readField), clauses: readClauses({ atoms, lines }) };
  return { kind: 'kept', parsed: { rules, ...readFacts([files, facts]) }, known };
}

function readRules(infos: unknown, bodies: readonly string[]): readonly Rule[] {
  const known = readInfos(infos);
  return known.length === bodies.length
    ? known.map((info, at) => readRule(info, bodies[at] ?? ''))
    : faulty();
}

/** No line is empty. */
function linesOf(text: string): readonly string[] {
  return text === '' ? [] : text.split('\n');
}

function readField(kept: unknown): string | null {
  return kept === null ? null : textOf(kept);
}
