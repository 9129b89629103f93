import type { WafRequest } from './requests.ts';

/** Words that no rule looks for, by their length as they are drawn. */
const WORDS = (
  'oak elm fir ash bay lake pond hill moor glen birch maple cedar larch river field marsh grove island forest meadow ' +
  'valley garden willow orchard harvest pasture village highland northern woodland riverbed lakeside seashore ' +
  'farmhouse sandstone limestone waterfall timberland countryside settlement grassland wheatfield cornflower ' +
  'blackberry windflower mountainous neighbours lighthouse'
).split(' ');

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
 * The same request with other values: each word of an argument's value becomes another word of about its length, each
 * digit another digit; names, signs and shape stay. So no engine can have seen the values before.
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
  const near = WORDS.filter(({ length }) => Math.abs(length - part.length) < 2);
  const word = (near.length === 0 ? WORDS : near)[draw(near.length || WORDS.length)] ?? part;
  return /^[A-Z]/.test(part) ? word.charAt(0).toUpperCase() + word.slice(1) : word;
}

function varyHex(hex: string, draw: (below: number) => number): string {
  return hex.replace(/./g, () => draw(16).toString(16));
}
