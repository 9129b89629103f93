import type { MatchedVariable, RequestHead, Verdict } from '../api.ts';
import { compileRegex } from '../regex/index.ts';
import type { MatchRecord } from '../transaction/match-record.ts';
import type { EngineMode } from '../transaction/settings.ts';
import type { TransactionState } from '../transaction/state.ts';
import type {
  AuditMessage,
  AuditProducer,
  AuditRecord,
  AuditRequest,
  AuditResponse,
  AuditRule,
  AuditUploads,
} from './audit-record.ts';
import { mayHoldHiddenField } from './hidden-field.ts';
import { createMasker, type Masker, stars } from './mask.ts';

/** What a transaction came to. */
export interface AuditOutcome {
  readonly records: readonly MatchRecord[];
  /** The verdict that blocked it; null where none did. */
  readonly blocked: Extract<Verdict, { kind: 'block' }> | null;
}

/**
 * The audit entry of a transaction that is over and still holds its request and response; null where
 * `SecAuditEngine`, or a rule's `ctl:auditEngine`, does not want one.
 */
export function createAuditRecord(state: TransactionState, outcome: AuditOutcome): AuditRecord | null {
  if (!isWanted(state, outcome)) return null;
  const { head, uniqueId, nowMs, settings } = state.input;
  const parts = state.audit?.parts ?? settings.auditParts;
  const has = (letter: string) => parts.includes(letter);
  const masker = createMasker(state);
  return {
    transaction: {
      client_ip: head.clientAddress,
      time_stamp: formatTime(nowMs),
      server_id: settings.webAppId,
      client_port: head.clientPort,
      host_ip: head.serverAddress,
      host_port: head.serverPort,
      unique_id: uniqueId,
      is_interrupted: outcome.blocked !== null,
      request: describeRequest(state, has, masker),
      response: describeResponse(state, { outcome, has, masker }),
      ...(has('H')
        ? { producer: describeProducer(state), messages: describeMessages(state, outcome, masker) }
        : {}),
      ...(has('J') && state.body?.files !== undefined ? { uploads: describeUploads(state, masker) } : {}),
      ...(has('K') ? { matched_rules: outcome.records.map(describeRule) } : {}),
    },
  };
}

/** Whether the transaction may have an entry with that part, as far as it is known before its end. */
export function mayAudit({ audit, input }: TransactionState, part: string): boolean {
  const { auditEngine, auditParts } = input.settings;
  return (audit?.mode ?? auditEngine) !== 'off' && (audit?.parts ?? auditParts).includes(part);
}

/** Reference manual: SecAuditEngine, SecAuditLogRelevantStatus, auditlog, noauditlog. */
function isWanted(state: TransactionState, outcome: AuditOutcome): boolean {
  const { auditEngine, auditRelevantStatus } = state.input.settings;
  const mode = state.audit?.mode ?? auditEngine;
  if (mode !== 'relevant-only') return mode === 'on';
  if (outcome.records.some(({ chain }) => chain.node.auditLog)) return true;
  const regex = auditRelevantStatus === null ? null : compileRegex(auditRelevantStatus);
  return regex?.kind === 'regex' && regex.test(String(statusOf(state, outcome)));
}

function statusOf({ response }: TransactionState, { blocked }: AuditOutcome): number {
  return blocked?.status ?? response?.status ?? 0;
}

type Has = (letter: string) => boolean;

function describeRequest(state: TransactionState, has: Has, masker: Masker): AuditRequest {
  const { head } = state.input;
  const isMultipart = state.bodyReadAs === 'MULTIPART';
  const isForm = state.bodyReadAs === 'URLENCODED';
  const form = () =>
    (state.body?.fields ?? []).map(({ key, value }) => `${encode(key)}=${encode(value)}`).join('&');
  let body: string | null = null;
  if (has('I') && isMultipart) body = masker.form(form());
  else if (has('C') || has('I')) body = isForm ? masker.form(state.bodyText) : masker.body(state.bodyText);
  return {
    method: toText(masker.text(head.method)),
    http_version: Number.parseFloat(head.httpVersion) || 0,
    uri: toText(masker.target(head.target)),
    ...(body === null ? {} : { body: toText(body) }),
    ...(has('B') ? { headers: describeHeaders(head.headers, 'request-header', masker) } : {}),
  };
}

function describeResponse(
  state: TransactionState,
  { outcome, has, masker }: { readonly outcome: AuditOutcome; readonly has: Has; readonly masker: Masker },
): AuditResponse {
  const headers = state.response?.headers ?? [];
  return {
    ...(has('E') ? { body: toText(masker.text(state.responseText)) } : {}),
    http_code: statusOf(state, outcome),
    ...(has('F') ? { headers: describeHeaders(headers, 'response-header', masker) } : {}),
  };
}

function describeHeaders(
  fields: RequestHead['headers'],
  kind: 'request-header' | 'response-header',
  masker: Masker,
): Readonly<Record<string, string>> {
  const described = new Map<string, string>();
  for (const [name, value] of fields) {
    const before = described.get(name);
    const text = toText(masker.header(kind, name, value));
    described.set(name, before === undefined ? text : `${before}, ${text}`);
  }
  return Object.fromEntries([...described].map(([name, value]) => [toText(name), value]));
}

const ENGINE_TEXT = {
  on: 'Enabled',
  off: 'Disabled',
  'detection-only': 'DetectionOnly',
} as const satisfies Readonly<Record<EngineMode, AuditProducer['secrules_engine']>>;

function describeProducer({ engine, input }: TransactionState): AuditProducer {
  return {
    modsecurity: '@dejfa/seclang',
    connector: '',
    secrules_engine: ENGINE_TEXT[engine],
    components: input.settings.signatures,
  };
}

function describeMessages(
  { input }: TransactionState,
  { records }: AuditOutcome,
  masker: Masker,
): readonly AuditMessage[] {
  const isHidden = ({ name }: MatchedVariable) => mayHoldHiddenField(name, input.settings.auditHides);
  return records
    .filter(({ chain }) => chain.node.auditLog)
    .map((found) => {
      const record = found.variables.some(isHidden) ? coverHidden(found, isHidden) : found;
      const { node } = record.chain;
      return {
        message: toText(masker.text(record.message)),
        details: {
          ...describeMatch(record, masker),
          ruleId: String(node.id),
          file: node.file,
          lineNumber: String(node.place.line),
          data: toText(masker.text(record.data)),
          severity: String(node.severity ?? 0),
          ver: node.version,
          rev: node.revision,
          tags: node.tags,
          maturity: node.maturity === '' ? '0' : node.maturity,
          accuracy: node.accuracy === '' ? '0' : node.accuracy,
        },
      };
    });
}

/** `logdata` quotes what matched in any form, and is covered whole; a message only where the value stands in it. */
function coverHidden(record: MatchRecord, isHidden: (variable: MatchedVariable) => boolean): MatchRecord {
  const values = record.variables
    .filter(isHidden)
    .flatMap(({ value, transformed = '' }) => [value, transformed])
    .filter((value) => value !== '');
  return {
    ...record,
    message: values.reduce((text, value) => text.replaceAll(value, stars), record.message),
    data: stars(record.data),
    variables: record.variables.map((variable) =>
      isHidden(variable) ? { ...variable, value: stars(variable.value) } : variable,
    ),
  };
}

/** Where the last rule of the chain matched. */
function describeMatch(
  { chain: { node }, variables }: MatchRecord,
  masker: Masker,
): { readonly match: string; readonly reference: string } {
  const variable = variables.at(-1);
  const operator = node.links.at(-1)?.operator ?? null;
  if (operator === null) return { match: '', reference: '' };
  const against =
    variable === undefined
      ? ''
      : ` against variable \`${masker.text(variable.name)}' (Value: \`${masker.excerpt(variable.value)}' )`;
  const span = variable?.span;
  return {
    match: toText(`Matched "Operator \`${operator.name}' with parameter \`${operator.argument}'${against}`),
    reference: span === undefined ? '' : `o${span.start},${span.length}`,
  };
}

function describeUploads({ body }: TransactionState, masker: Masker): AuditUploads {
  const files = body?.files ?? [];
  return {
    info: files.map(({ fileName, sizeBytes }) => ({
      file_name: toText(masker.text(fileName)),
      file_size: sizeBytes,
    })),
    total: files.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0),
  };
}

function describeRule({ chain: { node } }: MatchRecord): AuditRule {
  const { id, phase, file, place, links } = node;
  return { id, phase, file, line: place.line, chain: links.length };
}

/** `Mon Nov 23 14:44:26 2026`, as C's `ctime` has it, in UTC. */
function formatTime(nowMs: number): string {
  const [day = '', date = '', month = '', year = '', time = ''] = new Date(nowMs)
    .toUTCString()
    .replace(',', '')
    .split(' ');
  return `${day} ${month} ${date} ${time} ${year}`;
}

/** Bytes as text: UTF-8 where they are, else one character a byte. */
function toText(bytes: string): string {
  if (/^[\x00-\x7f]*$/.test(bytes)) return bytes;
  const text = Buffer.from(bytes, 'latin1').toString('utf8');
  return text.includes('\ufffd') ? bytes : text;
}

/** Percent-encoding of all but unreserved bytes (RFC 3986 §2.3). */
function encode(bytes: string): string {
  return bytes.replace(
    /[^A-Za-z0-9._~-]/g,
    (byte) => `%${byte.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`,
  );
}
