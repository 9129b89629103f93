import { readOutput } from './parse-stage.ts';
import type { ByteText, FtwInput, FtwStage } from './test-case.ts';
import { YamlFields, type YamlPlaces } from './yaml-node.ts';

const KEYS = [
  ...['dest_addr', 'port', 'protocol', 'uri', 'version', 'method', 'headers', 'data'],
  ...['autocomplete_headers', 'stop_magic', 'save_cookie'],
];

/** Parts of a request that tests share (schema 3); null: not given. */
interface TemplateParts {
  readonly uri: ByteText | null;
  readonly version: ByteText | null;
  readonly method: ByteText | null;
  readonly headers: FtwInput['headers'] | null;
  readonly data: ByteText | null;
  readonly autocompleteHeaders: boolean | null;
  readonly saveCookie: boolean | null;
}

/** A request that is made for each payload. */
export class RequestTemplate {
  readonly #parts: TemplateParts;

  constructor(parts: TemplateParts) {
    this.#parts = parts;
  }

  /** The stage of a test: what its `own` template gives goes before what this one gives. */
  stage(own: RequestTemplate, payload: ByteText, output: unknown, places: YamlPlaces): FtwStage {
    const pick = <K extends keyof TemplateParts>(key: K) => own.#parts[key] ?? this.#parts[key];
    const fill = (text: ByteText) => text.replace(/\{\{-?\s*\.Payload\s*-?\}\}/g, () => payload);
    const data = pick('data');
    return {
      input: {
        method: pick('method') ?? 'GET',
        uri: fill(pick('uri') ?? '/'),
        version: pick('version') ?? 'HTTP/1.1',
        headers: (pick('headers') ?? []).map(([name, value]) => [name, fill(value)] as const),
        data: data === null ? null : fill(data),
        rawRequest: null,
        autocompleteHeaders: pick('autocompleteHeaders') ?? true,
        saveCookie: pick('saveCookie') ?? false,
        followRedirect: false,
        response: null,
      },
      output: readOutput(output, places),
    };
  }
}

/** Gives nothing. */
export const emptyTemplate = new RequestTemplate({
  uri: null,
  version: null,
  method: null,
  headers: null,
  data: null,
  autocompleteHeaders: null,
  saveCookie: null,
});

export function readTemplate(node: unknown, places: YamlPlaces): RequestTemplate {
  const fields = new YamlFields(node, 'template', { places, keys: KEYS });
  const stopMagic = fields.flag('stop_magic');
  return new RequestTemplate({
    uri: fields.bytes('uri'),
    version: fields.bytes('version'),
    method: fields.bytes('method'),
    headers: fields.has('headers') ? fields.pairs('headers') : null,
    data: fields.bytes('data'),
    autocompleteHeaders: fields.flag('autocomplete_headers') ?? (stopMagic === null ? null : !stopMagic),
    saveCookie: fields.flag('save_cookie'),
  });
}
