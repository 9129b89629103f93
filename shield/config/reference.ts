import { z } from 'zod';
import { configSchema } from './config.ts';
import { childOf, keysOf, kindsOf, type SchemaView, valuesOf, viewOf } from './schema-view.ts';

/** The page docs/configuration.md, made from the schema, around `example`, the text of dejfa.example.yaml. */
export function configReference(example: string): string {
  const root = viewOf(configSchema);
  const sections = keysOf(root).flatMap((key) => {
    const view = childOf(root, key);
    return view === null ? [] : [`## ${key}`, '', `${view.description}.`, '', ...tablesOf(key, view)];
  });
  return `${[...HEAD, ...sections, '## An example with every section', '', '```yaml', example.trimEnd(), '```'].join('\n')}\n`;
}

const HEAD = [
  '# Configuration',
  '',
  '<!-- Made from the schema in shield/config by `node scripts/generate-docs.ts`. Do not edit by hand. -->',
  '',
  'Dejfa reads one YAML 1.2 file, `dejfa.yaml` in the working directory unless `--config` names another. Every key',
  'has a default except those marked *required*; an empty file is valid. Nothing is read from the environment.',
  'Relative paths are taken from the folder of the file.',
  '',
  '`dejfa config check FILE` reports every mistake with its line, what was expected, and the nearest valid key;',
  '`dejfa config init` writes a file to begin with.',
  '',
  'A shield that runs takes up a changed file by itself, as on SIGHUP; one with a mistake changes nothing. Changes of',
  '`listen.console`, `counting`, `store` and `defuse`, and a first listener of the gateway, wait for the next start,',
  'and it says so.',
  '',
  'Durations are a whole number with `ms`, `s`, `m`, `h`, `d` or `w`; sizes one with `B`, `KiB`, `MiB` or `GiB`;',
  'addresses are IPv4 or IPv6, ranges in CIDR form. Names are 1 to 63 of `a-z`, `0-9` and `-`.',
  '',
];

/** The tables of a section: its keys, then those of the sections inside it. */
function tablesOf(label: string, view: SchemaView): readonly string[] {
  const kinds = kindsOf(view);
  if (kinds.size > 0) {
    return [...kinds].flatMap(([kind, option]) => [
      `### \`${label}\` of kind \`${kind}\``,
      '',
      `${childOf(option, 'kind')?.description ?? ''}.`,
      '',
      ...tableOf(label, option),
    ]);
  }
  if (keysOf(view).length > 0) return tableOf(label, view);
  const item = view.node instanceof z.ZodArray ? viewOf(view.node.def.element) : null;
  if (item === null) return [];
  if (keysOf(item).length > 0 || kindsOf(item).size > 0) return tablesOf(`${label}[]`, item);
  return [`A list; each item is ${item.expected ?? 'text'}. Default: ${defaultOf(view)}.`, ''];
}

function tableOf(label: string, view: SchemaView): readonly string[] {
  const children = keysOf(view).flatMap((key) => {
    const child = childOf(view, key);
    return child === null || key === 'kind' ? [] : [{ key, child }];
  });
  const rows = children.map(
    ({ key, child }) =>
      `| \`${label}.${key}\` | ${cell(typeOf(child))} | ${defaultOf(child)} | ${cell(child.description)} |`,
  );
  const inner = children.flatMap(({ key, child }) => nestedTables(`${label}.${key}`, child));
  return ['| key | what | default | meaning |', '|---|---|---|---|', ...rows, '', ...inner];
}

/** Tables for keys that are sections of their own; plain values and lists of them have none. */
function nestedTables(label: string, view: SchemaView): readonly string[] {
  if (keysOf(view).length > 0 || kindsOf(view).size > 0) return tablesOf(label, view);
  if (!(view.node instanceof z.ZodArray)) return [];
  const item = viewOf(view.node.def.element);
  return keysOf(item).length > 0 ? tablesOf(`${label}[]`, item) : [];
}

function typeOf(view: SchemaView): string {
  const values = valuesOf(view);
  if (values.length > 0) return values.map((value) => `\`${value}\``).join(' or ');
  if (view.node instanceof z.ZodArray) {
    const item = viewOf(view.node.def.element);
    return `list: ${item.expected ?? 'text'}`;
  }
  const expected = view.expected ?? NOUNS[view.node._zod.def.type] ?? view.node._zod.def.type;
  return `${expected}${boundsOf(view)}`;
}

const NOUNS: Readonly<Record<string, string>> = {
  string: 'text',
  boolean: '`true` or `false`',
  number: 'whole number',
  object: 'section, see below',
};

/** Bounds of a number that has no noun phrase of its own. */
function boundsOf(view: SchemaView): string {
  if (!(view.node instanceof z.ZodNumber) || view.expected !== null) return '';
  const { minValue, maxValue } = view.node;
  return minValue === null || maxValue === null ? '' : `, ${minValue} to ${maxValue}`;
}

function defaultOf(view: SchemaView): string {
  const value = view.defaultValue;
  if (value === undefined) return '*required*';
  if (value === null) return 'none';
  if (typeof value === 'object' && Object.keys(value).length === 0)
    return Array.isArray(value) ? 'none' : 'see below';
  if (Array.isArray(value)) return `\`[${value.join(', ')}]\``;
  return typeof value === 'object'
    ? `\`${JSON.stringify(value).replaceAll('"', '')}\``
    : `\`${String(value)}\``;
}

/** A vertical bar would end the cell of a table. */
function cell(text: string): string {
  return text.replaceAll('|', '\\|');
}
