import type { WafRequest } from './requests.ts';

/** Words are made of these: enough of them that a value hardly comes twice, and nothing that rules look for. */
const SYLLABLES =
  'ba bo de di fa fe ga go ka ke la lo ma me mo na ne no pa po ra re ri ro sa so ta te to va vo'.split(' ');

/** A source of numbers from 0 up to `below`, always the same ones for a seed (xorshift, Marsaglia 2003). */
export function createDraw(seed: number): (below: number) => number {
  let state = seed | 1;
  return (below) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % below;
  };
}

/** Words of the language of the attack: what makes it one stays. */
const KEPT = /^(?:union|select|from|true|false|residential|anna)$/i;

/**
 * The same request with other values: each word of an argument's value becomes another word of its length, each digit another
 * digit; names, signs and shape stay. An engine that remembers values has seen next to none of these.
 */
export function varyRequest(request: WafRequest, draw: (below: number) => number): WafRequest {
  const [path = '', query] = request.path.split('?');
  const isJson = request.body.startsWith('{');
  return {
    ...request,
    path: query === undefined ? path : `${path}?${varyPairs(query, draw)}`,
    headers: request.headers.map(([name, value]) =>
      name === 'Cookie' ? [name, value.replace(/[0-9a-f]{32}/, (hex) => varyHex(hex, draw))] : [name, value],
    ),
    body: isJson ? varyJson(request.body, draw) : varyPairs(request.body, draw),
  };
}

function varyPairs(text: string, draw: (below: number) => number): string {
  return text
    .split('&')
    .map((pair) => {
      const at = pair.indexOf('=') + 1;
      return pair.slice(0, at) + varyText(pair.slice(at), draw);
    })
    .join('&');
}

/** Values are behind a colon; names are not. */
function varyJson(text: string, draw: (below: number) => number): string {
  return text.replace(/:("(?:[^"\\]|\\.)*"|\d+)/g, (_whole, value: string) => `:${varyText(value, draw)}`);
}

function varyText(text: string, draw: (below: number) => number): string {
  return text.replace(/%[0-9A-F]{2}|[A-Za-z]{3,}|[1-9]/g, (part) => {
    if (part.startsWith('%') || KEPT.test(part)) return part;
    return part.length === 1 ? String(1 + draw(9)) : wordLike(part, draw);
  });
}

function wordLike(part: string, draw: (below: number) => number): string {
  let word = '';
  while (word.length < part.length) word += SYLLABLES[draw(SYLLABLES.length)] ?? '';
  const cut = word.slice(0, part.length);
  return /^[A-Z]/.test(part) ? cut.charAt(0).toUpperCase() + cut.slice(1) : cut;
}

function varyHex(hex: string, draw: (below: number) => number): string {
  return hex.replace(/./g, () => draw(16).toString(16));
}
