import type { WafRequest } from './requests.ts';
import { varyRequest } from './vary.ts';

type Draw = (below: number) => number;

const METHODS = ['GET', 'GET', 'GET', 'POST', 'HEAD', 'PUT', 'OPTIONS'] as const;
/** Characters that rules look for beside those that they do not, so that patterns run and their automata grow. */
const SIGNS = ' \'"<>()[]{};:,.&|$`\\/%#@!?*+-=_~^\u0000\u00e9\u4e16';
const ROOTS = [
  'select',
  'union',
  'script',
  'onload',
  'etc',
  'passwd',
  'echo',
  'cmd',
  'php',
  'eval',
  'javascript',
  'sleep',
];

/**
 * A request that was not seen before: one of the given ones with other values, or one of random names, words, signs
 * and bytes, in one of the forms that bodies have. Attack-like words stand in it without order; nothing is an exploit.
 */
export function randomRequest(known: readonly WafRequest[], draw: Draw): WafRequest {
  const chosen = known[draw(known.length * 4)];
  if (chosen !== undefined) return varyRequest(chosen, draw);
  const method = METHODS[draw(METHODS.length)] ?? 'GET';
  const { type, body } = method === 'POST' || method === 'PUT' ? randomBody(draw) : { type: null, body: '' };
  return {
    name: 'random',
    method,
    path: `/${randomWord(draw)}/${randomWord(draw)}?${randomPairs(draw, draw(6))}`,
    headers: [
      ['Host', 'portal.example.gov'],
      ['User-Agent', randomWord(draw)],
      ['Accept', '*/*'],
      ['Cookie', randomPairs(draw, draw(4)).replaceAll('&', '; ')],
      [`X-${randomWord(draw)}`, encodeURIComponent(randomText(draw))],
      ...(type === null ? [] : ([['Content-Type', type]] as const)),
    ],
    body,
  };
}

function randomBody(draw: Draw): { readonly type: string; readonly body: string } {
  const kind = draw(4);
  if (kind === 0) return { type: 'application/x-www-form-urlencoded', body: randomPairs(draw, 1 + draw(20)) };
  if (kind === 1) {
    const value = Object.fromEntries(
      Array.from({ length: draw(20) }, () => [randomWord(draw), randomText(draw)]),
    );
    return { type: 'application/json', body: JSON.stringify({ value }) };
  }
  if (kind === 2)
    return { type: 'text/xml', body: `<a ${randomWord(draw)}="x"><b>${randomWord(draw)}</b></a>` };
  const part = `--B\r\nContent-Disposition: form-data; name="${randomWord(draw)}"\r\n\r\n${randomText(draw)}\r\n`;
  return { type: 'multipart/form-data; boundary=B', body: `${part}--B--\r\n` };
}

function randomPairs(draw: Draw, count: number): string {
  const pair = () => `${randomWord(draw)}=${encodeURIComponent(randomText(draw))}`;
  return Array.from({ length: count }, pair).join('&');
}

function randomText(draw: Draw): string {
  const parts = Array.from({ length: draw(12) }, () => {
    const kind = draw(3);
    if (kind === 0) return randomWord(draw);
    return kind === 1 ? (ROOTS[draw(ROOTS.length)] ?? '') : SIGNS.charAt(draw(SIGNS.length));
  });
  return parts.join(draw(2) === 0 ? '' : ' ');
}

function randomWord(draw: Draw): string {
  const letters = Array.from({ length: 2 + draw(9) }, () => String.fromCharCode(0x61 + draw(26)));
  return letters.join('');
}
