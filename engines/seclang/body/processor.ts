import type { KnownNames } from '../transaction/known-names.ts';
import type { Variable } from '../transaction/variable.ts';
import { parseJson } from './json.ts';
import { parseMultipart } from './multipart.ts';
import type { Field, ParsedBody } from './parsed-body.ts';
import { parseUrlencoded } from './urlencoded.ts';
import { parseXml, XML_LIMITS } from './xml.ts';

/** What a processor needs besides the body. */
export interface BodyContext {
  readonly contentType: string;
  /** Most fields that are read; more are an error. */
  readonly fieldLimit: number;
  readonly jsonDepthLimit: number;
  readonly known: KnownNames;
}

type BodyProcessor = (body: string, context: BodyContext) => ParsedBody;

function namesOf(fields: readonly Field[], known: KnownNames): readonly Variable[] {
  known.beginList();
  return fields.map(({ key }) => known.take(known.field(key)));
}

/** Every body processor by the name that `ctl:requestBodyProcessor` uses. */
export const BODY_PROCESSORS = {
  URLENCODED: (body, context) => {
    const { fields, names, isComplete } = parseUrlencoded(body, context.fieldLimit, context.known);
    const error = isComplete ? null : `Urlencoded: more than ${context.fieldLimit} fields`;
    return { fields, names, error };
  },
  MULTIPART: (body, context) => {
    const parsed = parseMultipart(body, context.contentType);
    const names = namesOf(parsed.fields, context.known);
    const isWithin = parsed.fields.length <= context.fieldLimit;
    return isWithin
      ? { ...parsed, names }
      : { ...parsed, names, error: `Multipart: more than ${context.fieldLimit} fields` };
  },
  JSON: (body, { jsonDepthLimit, fieldLimit, known }) =>
    parseJson(body, { depth: jsonDepthLimit, fields: fieldLimit }, known),
  XML: (body, context) => parseXml(body, { ...XML_LIMITS, attributes: context.fieldLimit }),
} satisfies Readonly<Record<string, BodyProcessor>>;

/** One of the names that `ctl:requestBodyProcessor` takes. */
export type BodyProcessorName = keyof typeof BODY_PROCESSORS;

/** The processor's name as the table has it, or null. */
export function bodyProcessorNamed(name: string): BodyProcessorName | null {
  const upper = name.toUpperCase();
  return upper in BODY_PROCESSORS ? (upper as BodyProcessorName) : null;
}

/** Fields as most clients write them. */
const USUAL_TYPES: ReadonlyMap<string, BodyProcessorName> = new Map([
  ['application/x-www-form-urlencoded', 'URLENCODED'],
  ['application/json', 'JSON'],
]);

/**
 * The processor for a media type: forms as ModSecurity has it by itself, JSON and XML as its recommended
 * configuration adds (`application/json`, `+json`, `application/xml`, `text/xml`, `+xml`).
 */
export function processorForContentType(contentType: string): BodyProcessorName | null {
  if (contentType === '') return null;
  const usual = USUAL_TYPES.get(contentType);
  if (usual !== undefined) return usual;
  const type = /^\s*([^;,\s]+)/.exec(contentType)?.[1]?.toLowerCase() ?? '';
  if (type === 'application/x-www-form-urlencoded') return 'URLENCODED';
  if (type === 'multipart/form-data') return 'MULTIPART';
  if (/^application\/(?:[a-z0-9.-]+\+)?json$/.test(type)) return 'JSON';
  if (/^(?:application|text)\/(?:[a-z0-9.-]+\+)?xml$/.test(type)) return 'XML';
  return null;
}
