import { isMap } from 'yaml';
import type { FtwInput, FtwOutput, FtwStage, Reflection } from './test-case.ts';
import { report, scalarBytes, YamlFields, type YamlPlaces } from './yaml-node.ts';

const INPUT_KEYS = [
  ...['dest_addr', 'port', 'protocol', 'uri', 'follow_redirect', 'version', 'method', 'headers'],
  ...['ordered_headers', 'data', 'encoded_data', 'save_cookie', 'stop_magic', 'autocomplete_headers'],
  ...['encoded_request', 'raw_request', 'response', 'virtual_host_mode'],
];
const OUTPUT_KEYS = [
  ...['status', 'response_contains', 'log_contains', 'no_log_contains', 'log'],
  ...['expect_error', 'retry_once', 'isolated'],
];
const LOG_KEYS = [
  'expect_id',
  'no_expect_id',
  'expect_ids',
  'no_expect_ids',
  'match_regex',
  'no_match_regex',
];
const RESPONSE_KEYS = ['headers', 'status', 'body', 'encoded_body', 'log_message'];

/** A stage of either format; format 3 has it under one more key, `stage`. */
export function readStage(node: unknown, places: YamlPlaces): FtwStage & { readonly format: 3 | 4 } {
  const inner = isMap(node) ? node.get('stage', true) : undefined;
  if (inner !== undefined) {
    new YamlFields(node, 'an item of stages', { places, keys: ['stage'] });
    return { format: 3, ...readParts(inner, places) };
  }
  return { format: 4, ...readParts(node, places) };
}

function readParts(node: unknown, places: YamlPlaces): FtwStage {
  const fields = new YamlFields(node, 'the stage', { places, keys: ['description', 'input', 'output'] });
  for (const key of ['input', 'output'])
    if (!fields.has(key)) report(places, node, `the stage has no ${key}`);
  return {
    input: readInput(fields.node('input') ?? null, places),
    output: readOutput(fields.node('output') ?? null, places),
  };
}

function readInput(node: unknown, places: YamlPlaces): FtwInput {
  const fields = new YamlFields(node, 'input', { places, keys: INPUT_KEYS });
  const stopMagic = fields.flag('stop_magic');
  const encoded = fields.text('encoded_request');
  const ordered = fields.pairs('ordered_headers');
  return {
    method: fields.bytes('method') ?? 'GET',
    uri: fields.bytes('uri') ?? '/',
    version: fields.bytes('version') ?? 'HTTP/1.1',
    headers: ordered.length > 0 ? ordered : fields.pairs('headers'),
    data: dataOf(fields),
    rawRequest: encoded ? fromBase64(encoded) : fields.bytes('raw_request'),
    autocompleteHeaders: fields.flag('autocomplete_headers') ?? stopMagic !== true,
    saveCookie: fields.flag('save_cookie') === true,
    followRedirect: fields.flag('follow_redirect') === true,
    response: fields.has('response') ? readReflection(fields.node('response'), places) : null,
  };
}

/** A list is joined by line ends, as it was read by the runner that the format comes from. */
function dataOf(fields: YamlFields): string | null {
  const encoded = fields.text('encoded_data');
  if (encoded) return fromBase64(encoded);
  if (!fields.has('data')) return null;
  const items = fields.items('data');
  if (items.length !== 1 || items[0] !== fields.node('data'))
    return items.map((item) => scalarBytes(item) ?? '').join('\r\n');
  return fields.bytes('data');
}

function readReflection(node: unknown, places: YamlPlaces): Reflection {
  const fields = new YamlFields(node, 'response', { places, keys: RESPONSE_KEYS });
  const encoded = fields.text('encoded_body');
  return {
    status: fields.numbers('status')[0] ?? 200,
    headers: fields.pairs('headers'),
    body: encoded ? fromBase64(encoded) : (fields.bytes('body') ?? ''),
  };
}

/** What is expected; shared by stages and by tests that have one output (schema 3). */
export function readOutput(node: unknown, places: YamlPlaces): FtwOutput {
  const fields = new YamlFields(node, 'output', { places, keys: OUTPUT_KEYS });
  const log = new YamlFields(fields.node('log') ?? null, 'log', { places, keys: LOG_KEYS });
  const patterns = [fields.text('log_contains'), log.text('match_regex')];
  const noPatterns = [fields.text('no_log_contains'), log.text('no_match_regex')];
  return {
    statuses: fields.numbers('status'),
    responseContains: fields.text('response_contains') || null,
    expectIds: [...log.numbers('expect_ids'), ...log.numbers('expect_id')],
    noExpectIds: [...log.numbers('no_expect_ids'), ...log.numbers('no_expect_id')],
    logPatterns: patterns.filter(isGiven),
    noLogPatterns: noPatterns.filter(isGiven),
    expectError: fields.flag('expect_error') === true,
    isolated: fields.flag('isolated') === true,
    retryOnce: fields.flag('retry_once') === true,
  };
}

function isGiven(text: string | null): text is string {
  return text !== null && text !== '';
}

function fromBase64(text: string): string {
  return Buffer.from(text, 'base64').toString('latin1');
}
