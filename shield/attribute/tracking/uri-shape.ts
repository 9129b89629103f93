/** Segments and parameters that are told apart; the rest is one ellipsis. */
const PARTS_LIMIT = 12;

/**
 * The shape of a request-target: what is chosen anew each time becomes a letter, so that the requests of one tool look
 * alike. `U` a UUID, `N` digits, `H` hexadecimal of 8 and more, `B` other letters and digits mixed, of 16 and more; of
 * the query the names of its parameters in order of the alphabet. Null for `/` alone, which says nothing.
 */
export function uriShape(target: string): string | null {
  const [path = '', query = ''] = splitTarget(target);
  const segments = path.split('/').slice(1);
  const shown = segments.slice(0, PARTS_LIMIT).map(shapeOfPart);
  const names = query
    .split('&')
    .filter((pair) => pair !== '')
    .map((pair) => shapeOfPart(pair.split('=', 1)[0] ?? ''));
  const parameters = [...new Set(names)].sort().slice(0, PARTS_LIMIT);
  const tail = segments.length > PARTS_LIMIT ? '/…' : '';
  const shape = `/${shown.join('/')}${tail}${parameters.length === 0 ? '' : `?${parameters.join('&')}`}`;
  return shape === '/' ? null : shape;
}

/** Path and query; of an absolute URL without scheme and authority. */
function splitTarget(target: string): readonly string[] {
  const local = target.replace(/^[a-z][a-z0-9+.-]{0,15}:\/\/[^/?#]*/i, '').replace(/#.*$/s, '');
  const mark = local.indexOf('?');
  return mark === -1 ? [local] : [local.slice(0, mark), local.slice(mark + 1)];
}

function shapeOfPart(part: string): string {
  return part
    .slice(0, 128)
    .replace(/[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}/gi, 'U')
    .replace(/[A-Za-z0-9+_=-]{16,}/g, (text) =>
      /\d/.test(text) && /[A-Za-z]/.test(text) ? randomOf(text) : text,
    )
    .replace(/(?<![A-Za-z0-9])(?=[0-9a-f]*\d)(?=[0-9a-f]*[a-f])[0-9a-f]{8,}(?![A-Za-z0-9])/gi, 'H')
    .replace(/\d+/g, 'N');
}

function randomOf(text: string): string {
  return /^[0-9a-f]+$/i.test(text) ? 'H' : 'B';
}
