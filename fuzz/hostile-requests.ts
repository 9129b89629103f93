import { prepare, type Recipe } from './pump.ts';

/** A request to measure, and in words how it is made. */
export interface HostileRequest {
  readonly recipe: string;
  readonly target: string;
  readonly headers: readonly (readonly [string, string])[];
  readonly body: string;
}

/** Bytes of a body that are inspected. */
export const BODY_BYTES = 131_072;
/** Bytes of a header field or a request line that servers take. */
const HEAD_BYTES = 8_000;

const HOST = ['Host', 'portal.example.gov'] as const;
const AGENT = ['User-Agent', 'Mozilla/5.0 (X11; Linux x86_64)'] as const;
const BOUNDARY = 'dejfa-0123456789';

/** One value, made by a recipe, at every place of a request that takes it. */
export function requestsOf(recipe: Recipe): readonly HostileRequest[] {
  const words = describeRecipe(recipe);
  const long = prepare(recipe, BODY_BYTES - 400);
  const short = prepare(recipe, HEAD_BYTES);
  return [
    form(`form argument: ${words}`, `q=${encode(prepare(recipe, BODY_BYTES / 3))}`.slice(0, BODY_BYTES)),
    multipart(`multipart argument: ${words}`, part('q', long)),
    json(`JSON value: ${words}`, JSON.stringify({ q: long }).slice(0, BODY_BYTES)),
    { recipe: `header: ${words}`, target: '/', headers: [HOST, ['User-Agent', oneLine(short)]], body: '' },
    {
      recipe: `cookie: ${words}`,
      target: '/',
      headers: [HOST, AGENT, ['Cookie', `a=${oneLine(short)}`]],
      body: '',
    },
    {
      recipe: `URI: ${words}`,
      target: `/x?q=${encode(short).slice(0, HEAD_BYTES)}`,
      headers: [HOST, AGENT],
      body: '',
    },
  ];
}

/** A body of name and value pairs. */
export function form(recipe: string, body: string): HostileRequest {
  return post(recipe, 'application/x-www-form-urlencoded', body);
}

export function json(recipe: string, body: string): HostileRequest {
  return post(recipe, 'application/json', body);
}

export function xml(recipe: string, body: string): HostileRequest {
  return post(recipe, 'application/xml', body);
}

/** A multipart body of parts that `part` made. */
export function multipart(recipe: string, parts: string): HostileRequest {
  return post(recipe, `multipart/form-data; boundary=${BOUNDARY}`, `${parts}--${BOUNDARY}--\r\n`);
}

/** One part of a multipart body. */
export function part(name: string, value: string): string {
  return `--${BOUNDARY}\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`;
}

/** A request without a body. */
export function get(recipe: string, target: string, headers: HostileRequest['headers'] = []): HostileRequest {
  return { recipe, target, headers: [HOST, AGENT, ...headers], body: '' };
}

function post(recipe: string, type: string, body: string): HostileRequest {
  const length = ['Content-Length', String(body.length)] as const;
  return { recipe, target: '/apply', headers: [HOST, AGENT, ['Content-Type', type], length], body };
}

function describeRecipe({ prefix, unit, suffix }: Recipe): string {
  const text = (part: string) => JSON.stringify(part.length > 40 ? `${part.slice(0, 40)}…` : part);
  return `${text(prefix)} + ${text(unit)}* + ${text(suffix)}`;
}

function encode(value: string): string {
  return value.replace(
    /[^A-Za-z0-9._~*-]/g,
    (char) => `%${char.charCodeAt(0).toString(16).padStart(2, '0')}`,
  );
}

/** A header field holds no line breaks. */
function oneLine(value: string): string {
  return value.replace(/[\r\n\0]/g, ' ');
}
