import { join } from 'node:path';
import { ACTIONS } from '../engines/seclang/actions/index.ts';
import { DIRECTIVES } from '../engines/seclang/directives/index.ts';
import { UNSUPPORTED_DIRECTIVES, WITHOUT_EFFECT } from '../engines/seclang/directives/without-effect.ts';
import { OPERATORS, UNSUPPORTED_OPERATORS } from '../engines/seclang/operators/index.ts';
import { TRANSFORMATIONS } from '../engines/seclang/transformations/index.ts';
import { VARIABLES } from '../engines/seclang/variables/index.ts';
import { entryDocs, type NounDoc, symbolDocs, tableEntries } from './doc-comments.ts';

/** A kind of noun of the language. */
export type NounKind = 'directive' | 'variable' | 'operator' | 'transformation' | 'action';

/** A noun of the language with what its doc comment says. */
export interface Noun extends NounDoc {
  readonly kind: NounKind;
  readonly name: string;
}

const ENGINE = join(import.meta.dirname, '../engines/seclang');

/** Where each kind stands: its folder, its table, and what is in that table when the engine is loaded. */
const KINDS = [
  ['directive', 'directives', 'DIRECTIVES', DIRECTIVES],
  ['variable', 'variables', 'VARIABLES', VARIABLES],
  ['operator', 'operators', 'OPERATORS', OPERATORS],
  ['transformation', 'transformations', 'TRANSFORMATIONS', TRANSFORMATIONS],
  ['action', 'actions', 'ACTIONS', ACTIONS],
] as const satisfies readonly (readonly [NounKind, string, string, Readonly<Record<string, unknown>>])[];

/** Every noun that the engine knows. Throws where one has no description: it would be missing in the reference. */
export function seclangNouns(): readonly Noun[] {
  const nouns = KINDS.flatMap(([kind, room, table, entries]) => {
    const folder = join(ENGINE, room);
    const [symbols, own] = [symbolDocs(folder), entryDocs(folder)];
    const made = tableEntries(join(folder, 'index.ts'), table);
    const documented = (name: string) => {
      const candidates = [own.get(name), ...(made.get(name) ?? []).map((part) => symbols.get(part))];
      return candidates.find((doc) => doc != null && doc.description !== null);
    };
    const used = Object.entries(entries).filter(([, value]) => !isUnsupported(value));
    return used.map(([name]): Noun => ({ kind, name, ...(documented(name) ?? NOTHING) }));
  });
  const bare = nouns
    .filter(({ description }) => description === null)
    .map(({ kind, name }) => `${kind} ${name}`);
  if (bare.length > 0) throw new Error(`without a Description in the doc comment: ${bare.join(', ')}`);
  return nouns;
}

const NOTHING: NounDoc = { description: null, arguments: null, returns: null, example: null };

function isUnsupported(value: unknown): value is { readonly reason: string } {
  return typeof value === 'object' && value !== null && 'kind' in value && value.kind === 'unsupported';
}

const TITLES: Readonly<Record<NounKind, string>> = {
  directive: 'Directives',
  variable: 'Variables',
  operator: 'Operators',
  transformation: 'Transformations',
  action: 'Actions',
};

/** docs/seclang-reference.md */
export function seclangReference(): string {
  const nouns = seclangNouns();
  const sections = KINDS.map(([kind]) =>
    section(
      kind,
      nouns.filter((noun) => noun.kind === kind),
    ),
  );
  return [
    '# SecLang reference',
    '',
    '<!-- Made from the doc comments in engines/seclang by `node scripts/generate-docs.ts`. Do not edit by hand. -->',
    '',
    'What the engine knows of the language. How to load rules and read a verdict: [SecLang as a library](seclang-library.md). Names of directives, operators, transformations and actions are equal in either case.',
    '',
    ...sections.flatMap((lines) => [...lines, '']),
    ...withoutEffect(),
    '',
  ].join('\n');
}

function section(kind: NounKind, nouns: readonly Noun[]): readonly string[] {
  const sorted = nouns.toSorted((a, b) => (a.name.toLowerCase() < b.name.toLowerCase() ? -1 : 1));
  if (kind === 'variable') {
    const rows = sorted.map(({ name, description }) => `| \`${name}\` | ${cell(description)} |`);
    return [`## ${TITLES[kind]}`, '', '| variable | what it is |', '|---|---|', ...rows];
  }
  return [`## ${TITLES[kind]}`, ...sorted.flatMap(entry)];
}

function entry(noun: Noun): readonly string[] {
  const marks = { operator: '@', transformation: 't:', directive: '', action: '', variable: '' };
  const says = (label: string, text: string | null) => (text === null ? [] : [`- ${label}: ${text}`]);
  return [
    '',
    `### \`${marks[noun.kind]}${noun.name}\``,
    '',
    capital(noun.description ?? ''),
    '',
    ...says('Arguments', noun.arguments),
    ...says('Returns', noun.returns === 'nothing.' ? null : noun.returns),
    ...says('Example', noun.example),
  ];
}

function withoutEffect(): readonly string[] {
  const inert = Object.entries(WITHOUT_EFFECT).map(([name, { reason }]) => [name, reason] as const);
  const actions = Object.entries(ACTIONS).flatMap(([name, value]) =>
    isUnsupported(value) ? [[name, value.reason] as const] : [],
  );
  const operators = Object.entries(UNSUPPORTED_OPERATORS).map(([name, why]) => [`@${name}`, why] as const);
  const table = (rows: readonly (readonly [string, string])[]) => [
    '| | why |',
    '|---|---|',
    ...rows.map(([name, why]) => `| \`${name}\` | ${cell(why)} |`),
  ];
  return [
    '## Without effect',
    '',
    'Directives that are read, and reported as information where they ask for what is done anyway; with other values some are refused.',
    '',
    ...table(inert),
    '',
    '## Refused',
    '',
    'Each with a diagnostic; a rule that uses one is not run.',
    '',
    ...table([...Object.entries(UNSUPPORTED_DIRECTIVES), ...operators, ...actions]),
  ];
}

function cell(text: string | null): string {
  return (text ?? '').replace(/\.$/, '').replaceAll('|', '\\|');
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
