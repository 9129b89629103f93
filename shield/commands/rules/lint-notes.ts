import { type Diagnostic, excerptOf, placeOf } from '@dejfa/diagnostics';
import { nearName, type SigmaRuleInfo, type SigmaSource } from '@dejfa/sigma';
import { type Document, isMap, isScalar, isSeq, parseAllDocuments } from 'yaml';
import { type KnownSources, SOURCE_PARTS } from './known-sources.ts';

/** Keys of rules, correlations and filters (Sigma specification 2.1); others are allowed. */
const KEYS = [
  ...[
    'title',
    'id',
    'related',
    'name',
    'taxonomy',
    'status',
    'description',
    'license',
    'author',
    'references',
  ],
  ...['date', 'modified', 'logsource', 'detection', 'correlation', 'filter', 'fields', 'falsepositives'],
  ...['level', 'tags', 'scope', 'generate'],
];

const ATTACK_TAG = /^attack\.(?:[tT]\d{4}(?:\.\d{3})?|(?:ta|ds|g|s|m|c)\d{4}|[a-z][a-z_-]*)$/;

/** What a rule is judged by besides what an engine needs of it. */
export interface LintKnowledge {
  /** Null: nothing is said of log sources. */
  readonly sources: KnownSources | null;
  /** Rules that contradict themselves. */
  readonly impossible: readonly SigmaRuleInfo[];
}

/** What can be loaded and is perhaps not meant: misspelt keys and log sources, conditions that are never true. */
export function lintNotes(sources: readonly SigmaSource[], knowledge: LintKnowledge): readonly Diagnostic[] {
  return sources.flatMap((source) => {
    const documents = parseAllDocuments(source.text, { logLevel: 'silent', prettyErrors: false });
    if (!Array.isArray(documents)) return [];
    return documents.flatMap((document: Document.Parsed) =>
      document.errors.length > 0 || !isMap(document.contents) ? [] : notesOf(source, document, knowledge),
    );
  });
}

interface Note {
  readonly code: string;
  readonly severity: 'warning' | 'info';
  readonly message: string;
  readonly help: string;
}

function notesOf(
  source: SigmaSource,
  document: Document.Parsed,
  { sources, impossible }: LintKnowledge,
): readonly Diagnostic[] {
  const notes: Diagnostic[] = [];
  const note = (offset: number, said: Note) => {
    const place = placeOf(source.path, source.text, offset);
    notes.push({ ...said, place, excerpt: excerptOf(source.text, place) });
  };
  noteKeys(document, note);
  if (sources !== null) noteLogsource(document, sources, note);
  noteTags(document, note);
  const id = String(document.get('id') ?? '').toLowerCase();
  if (impossible.some((rule) => rule.path === source.path && rule.id === id)) {
    const help = 'Let a filter ask for something else than what the selection asks for.';
    const message = 'The condition contradicts itself: no event makes it true';
    note(offsetAt(document, ['detection', 'condition']), {
      code: 'lint.never-true',
      severity: 'warning',
      message,
      help,
    });
  }
  return notes;
}

type NoteAt = (offset: number, note: Note) => void;

function noteKeys({ contents }: Document.Parsed, note: NoteAt): void {
  if (!isMap(contents)) return;
  const written = contents.items.flatMap(({ key }) => (isScalar(key) ? [key] : []));
  const present = new Set(written.map(({ value }) => String(value)));
  for (const { value, range } of written) {
    const key = String(value);
    const meant = KEYS.includes(key) ? null : nearName(key, KEYS);
    if (meant === null || present.has(meant)) continue;
    const message = `${key} is no key of a rule, and has no effect`;
    note(range?.[0] ?? 0, {
      code: 'lint.unknown-key',
      severity: 'warning',
      message,
      help: `Did you mean \`${meant}\`?`,
    });
  }
}

function noteLogsource(document: Document.Parsed, { names, reasons }: KnownSources, note: NoteAt): void {
  const parts = SOURCE_PARTS.map((part) => document.getIn(['logsource', part]));
  for (const [at, part] of SOURCE_PARTS.entries()) {
    const name = parts[at];
    if (typeof name !== 'string' || names[part].has(name)) continue;
    const near = nearName(name, [...names[part]]);
    const help =
      near === null
        ? 'A mapping can say which events are of it: docs/sigma.md.'
        : `Did you mean \`${near}\`?`;
    const message = `No log that Dejfa knows is of ${part} ${JSON.stringify(name)}: the rule does not fire on any`;
    const severity = near === null ? 'info' : 'warning';
    note(offsetAt(document, ['logsource', part]), {
      code: 'lint.unknown-logsource',
      severity,
      message,
      help,
    });
  }
  const reason = reasons.get(parts.map((part) => part ?? '-').join('/'));
  if (reason === undefined) return;
  const message = 'Dejfa reads no log of this source';
  note(offsetAt(document, ['logsource']), {
    code: 'lint.unread-logsource',
    severity: 'info',
    message,
    help: reason,
  });
}

function noteTags(document: Document.Parsed, note: NoteAt): void {
  const tags = document.get('tags');
  if (!isSeq(tags)) return;
  for (const tag of tags.items) {
    if (!isScalar(tag) || typeof tag.value !== 'string') continue;
    if (!tag.value.startsWith('attack.') || ATTACK_TAG.test(tag.value)) continue;
    const message = `${tag.value} is no tag of ATT&CK`;
    const help = 'Write a technique as attack.t1059.001, a tactic as attack.execution.';
    note(tag.range?.[0] ?? 0, { code: 'lint.bad-tag', severity: 'warning', message, help });
  }
}

/** Where a value stands; where there is none, the beginning. */
function offsetAt(document: Document.Parsed, path: readonly string[]): number {
  const node = document.getIn(path, true) as { readonly range?: readonly number[] | null } | undefined;
  return node?.range?.[0] ?? 0;
}
