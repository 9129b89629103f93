import { parseUrlencoded } from '../body/urlencoded.ts';
import type { AuditMask } from '../transaction/audit-control.ts';
import type { KnownNames } from '../transaction/known-names.ts';
import { VALUE_LIMIT } from '../transaction/match-record.ts';
import type { TransactionState } from '../transaction/state.ts';
import { variableNamed } from '../variables/index.ts';

/** Bytes that are not to be read, but for the first and the last ones. */
interface Secret {
  readonly text: string;
  readonly keepFirst: number;
  readonly keepLast: number;
}

/** Hides what `sanitise` actions name, byte by byte. */
export interface Masker {
  /** A text of any kind: known secrets in it. */
  text(text: string): string;
  /** A value that may be cut: then no secret in it can be told, and all of it is hidden. */
  excerpt(text: string): string;
  /** The value of a field of a head. */
  header(kind: 'request-header' | 'response-header', name: string, value: string): string;
  /** A request-target: its query, and known secrets. */
  target(target: string): string;
  /** `name=value` between `&`. */
  form(text: string): string;
  /** A body that is no form; hidden whole where an argument of it is to be hidden and does not stand there as it is. */
  body(text: string): string;
}

/** Hides nothing. */
const PLAIN: Masker = {
  text: (text) => text,
  excerpt: (text) => text,
  header: (_kind, _name, value) => value,
  target: (target) => target,
  form: (text) => text,
  body: (text) => text,
};

/** The masker of a transaction that has its request and response still: what its rules hide, and its settings. */
export function createMasker(state: TransactionState): Masker {
  const masker = createRuleMasker(state);
  const hidden = state.input.settings.auditHides;
  if (hidden.size === 0) return masker;
  return {
    ...masker,
    header: (kind, name, value) =>
      hidden.has(name.toLowerCase()) ? stars(value) : masker.header(kind, name, value),
  };
}

function createRuleMasker(state: TransactionState): Masker {
  const masks = state.audit?.masks ?? [];
  if (masks.length === 0) return PLAIN;
  if (masks.some(({ kind }) => kind === 'everything')) return createCover();
  const names = (kind: AuditMask['kind']) =>
    new Set(masks.flatMap((mask) => (mask.kind === kind && 'name' in mask ? [mask.name] : [])));
  const argumentNames = names('argument');
  const secrets = findSecrets(state, masks);
  const text = (value: string) => hideSecrets(value, secrets);
  const form = (value: string) => hideForm(value, { names: argumentNames, secrets, known: state.knownNames });
  return {
    text,
    form,
    excerpt: (value) => (value.length < VALUE_LIMIT ? text(value) : stars(value)),
    header: (kind, name, value) => (names(kind).has(name.toLowerCase()) ? stars(value) : text(value)),
    target: (target) => {
      const question = target.indexOf('?');
      if (question === -1) return text(target);
      return `${text(target.slice(0, question))}?${form(target.slice(question + 1))}`;
    },
    body: (body) => {
      const hidden = (state.body?.fields ?? []).filter(
        ({ key, value }) =>
          argumentNames.has(key.toLowerCase()) || secrets.some((secret) => value.includes(secret.text)),
      );
      return hidden.every(({ value }) => body.includes(value)) ? text(body) : stars(body);
    },
  };
}

/** Hides all that came from the client. */
function createCover(): Masker {
  const form = (text: string) => text.replace(/=[^&]*/g, (value) => `=${stars(value.slice(1))}`);
  return {
    text: stars,
    excerpt: stars,
    form,
    header: (_kind, _name, value) => stars(value),
    target: (target) => target.replace(/\?.*$/s, (query) => `?${form(query.slice(1))}`),
    body: stars,
  };
}

/** As many stars as there are bytes. */
export function stars(text: string): string {
  return '*'.repeat(text.length);
}

/** The values that masks mean, the longest first, so that no part of one is left when a shorter one is hidden. */
function findSecrets(state: TransactionState, masks: readonly AuditMask[]): readonly Secret[] {
  const secrets = masks.flatMap((mask): readonly Secret[] => {
    if (mask.kind === 'text') return [mask];
    if (mask.kind === 'everything') return [];
    const [collection, key] =
      mask.kind === 'variable' ? [mask.collection, mask.key] : [COLLECTIONS[mask.kind], mask.name];
    const definition = variableNamed(collection);
    const variables = definition === undefined ? [] : state.read(definition);
    return variables
      .filter((variable) => key === null || variable.key?.toLowerCase() === key.toLowerCase())
      .map(({ value }) => ({ text: value, keepFirst: 0, keepLast: 0 }));
  });
  return secrets.filter(({ text }) => text !== '').sort((one, other) => other.text.length - one.text.length);
}

const COLLECTIONS = {
  argument: 'ARGS',
  'request-header': 'REQUEST_HEADERS',
  'response-header': 'RESPONSE_HEADERS',
} as const;

function hideSecrets(text: string, secrets: readonly Secret[]): string {
  let hidden = text;
  for (const secret of secrets) hidden = hidden.replaceAll(secret.text, () => hide(secret));
  return hidden;
}

function hide({ text, keepFirst, keepLast }: Secret): string {
  const end = Math.max(keepFirst, text.length - keepLast);
  return text.slice(0, keepFirst) + stars(text.slice(keepFirst, end)) + text.slice(end);
}

/** What is hidden of a form; `names` in lower case. */
interface FormMask {
  readonly names: ReadonlySet<string>;
  readonly secrets: readonly Secret[];
  readonly known: KnownNames;
}

function hideForm(text: string, { names, secrets, known }: FormMask): string {
  const pairs = text.split('&').map((pair) => {
    const equals = pair.indexOf('=');
    const { key = '', value = '' } = parseUrlencoded(pair, 1, known).fields[0] ?? {};
    if (equals === -1) return hideSecrets(pair, secrets);
    const raw = pair.slice(equals + 1);
    const isCoded = secrets.some((secret) => value.includes(secret.text) && !raw.includes(secret.text));
    const isHidden = isCoded || names.has(key.toLowerCase());
    return `${pair.slice(0, equals + 1)}${isHidden ? stars(raw) : hideSecrets(raw, secrets)}`;
  });
  return pairs.join('&');
}
