import {
  BODY_BYTES,
  form,
  get,
  type HostileRequest,
  json,
  multipart,
  part,
  xml,
} from './hostile-requests.ts';

/** Fills a body with copies of what `item` makes of their number. */
function fill(bytes: number, item: (number: number) => string): string {
  const parts: string[] = [];
  let length = 0;
  for (let number = 0; ; number += 1) {
    const next = item(number);
    length += next.length;
    if (length > bytes) return parts.join('');
    parts.push(next);
  }
}

const ROOM = BODY_BYTES - 200;

/** Values of one byte or mark again and again, which decoders, tokenisers and folders stumble over. */
const REPEATED = [
  ...[
    "'",
    '"',
    '`',
    '/*',
    '*/',
    '<',
    '>',
    '<a ',
    '<!--',
    '%u',
    '%25',
    '%',
    '&#',
    '&#x',
    '&amp;',
    '\\',
    '\\u',
    '\\x',
  ],
  ...[
    '../',
    '..\\',
    '//',
    '(',
    ')',
    '((',
    '{',
    '[',
    '${',
    '{{',
    ';',
    '--',
    '#',
    '\0',
    ' ',
    '\t',
    '\n',
    '\r\n',
    '+',
  ],
  ...[
    '=',
    '==',
    'AAAA',
    'ABC=',
    '0',
    '1 ',
    '0x',
    '1e',
    '@',
    '@@',
    '$',
    'a',
    'a ',
    'a,',
    'select ',
    'or ',
    'x or ',
  ],
  ...[
    '1 or ',
    "'or'",
    'q-',
    "q'",
    'on',
    ' on',
    'on=',
    'style=',
    'href=',
    'data:',
    'javascript:',
    '\xff',
    '\xc0\xaf',
  ],
  ...[
    'é',
    '؟',
    ':',
    '/',
    '.',
    ',',
    '~',
    '!',
    '|',
    '&&',
    '||',
    '^',
    '?',
    '<?',
    'CASE ',
    'union ',
    'in (',
    '-',
    '+-',
  ],
];

/** Requests that are large in another way than by one pumped pattern. */
export function hostileDimensions(): readonly HostileRequest[] {
  return [...manyFields(), ...manyHeaders(), ...deepBodies(), ...REPEATED.flatMap(repeated)];
}

function repeated(unit: string): readonly HostileRequest[] {
  const bytes = Buffer.from(unit, 'utf8').toString('latin1');
  const long = bytes.repeat(Math.floor((ROOM - 200) / bytes.length));
  const words = `${JSON.stringify(unit)} again and again`;
  return [
    multipart(`multipart argument: ${words}`, part('q', long)),
    form(`form body, not encoded: ${words}`, `q=${long}`),
    json(`JSON value: ${words}`, JSON.stringify({ q: long }).slice(0, ROOM)),
    xml(`XML text: ${words}`, `<a>${long.replaceAll('<', '&lt;').slice(0, ROOM)}</a>`),
  ];
}

function manyFields(): readonly HostileRequest[] {
  return [
    form(
      'very many empty arguments',
      fill(ROOM, () => '&'),
    ),
    form(
      'arguments named a, without value',
      fill(ROOM, () => 'a&'),
    ),
    form(
      'arguments a=1',
      fill(ROOM, () => 'a=1&'),
    ),
    form(
      'arguments with a name each',
      fill(ROOM, (n) => `${n.toString(36)}=${n}&`),
    ),
    form(
      'arguments of marks',
      fill(ROOM, (n) => `a${n}=%27%22%3c%28%3b&`),
    ),
    form(
      'arguments of SQL',
      fill(ROOM, (n) => `a${n}=1%27+or+1%3d1--+&`),
    ),
    form(
      'arguments of shell',
      fill(ROOM, (n) => `a${n}=%3b+cat+/etc/passwd&`),
    ),
    form(
      'arguments of script',
      fill(ROOM, (n) => `a${n}=<script>alert(1)</script>&`),
    ),
    form(
      'arguments of words',
      fill(ROOM, (n) => `word${n}=some+ordinary+words+of+a+letter&`),
    ),
    multipart(
      'very many parts',
      fill(ROOM, (n) => part(`a${n}`, 'x')),
    ),
    multipart(
      'very many parts of SQL',
      fill(ROOM, (n) => part(`a${n}`, "1' or 1=1--")),
    ),
    json('JSON: very many numbers', `[${fill(ROOM, (n) => `${n},`)}1]`),
    json('JSON: very many strings of SQL', `[${fill(ROOM, () => `"1' or 1=1--",`)}1]`),
    json('JSON: very many members', `{${fill(ROOM, (n) => `"k${n}":"v;<'",`)}"z":1}`),
    xml('XML: very many elements', `<a>${fill(ROOM, () => '<b>x</b>')}</a>`),
    xml('XML: very many attributes', `<a ${fill(ROOM, (n) => `b${n}="'x" `)}/>`),
  ];
}

function manyHeaders(): readonly HostileRequest[] {
  const bytes = 16_000;
  const count = (each: number) => Array.from({ length: Math.floor(bytes / each) }, (_, n) => n);
  return [
    get(
      'very many header fields',
      '/',
      count(10).map((n) => [`X-${n}`, "a'b"] as const),
    ),
    get('very many cookies', '/', [['Cookie', fill(bytes, (n) => `c${n}=1'or; `)]]),
    get(
      'very many cookie fields',
      '/',
      count(16).map((n) => ['Cookie', `c${n}=v<`] as const),
    ),
    get('very many query arguments', `/?${fill(bytes, (n) => `a${n}=%27or&`)}`),
    get('a long path of dots', `/${fill(bytes, () => '../')}`),
    get('a long path of escapes', `/${fill(bytes, () => '%252e%252f')}`),
    get('a range of very many parts', '/', [['Range', `bytes=${fill(8_000, () => '0-,')}0-`]]),
    get('an Accept of very many types', '/', [['Accept', fill(8_000, () => 'a/a;q=0,')]]),
  ];
}

function deepBodies(): readonly HostileRequest[] {
  const deep = Math.floor(ROOM / 8);
  return [
    json('JSON: deep arrays', '['.repeat(ROOM)),
    json('JSON: deep arrays, closed', `${'['.repeat(deep)}${']'.repeat(deep)}`),
    json('JSON: deep objects', '{"a":'.repeat(deep)),
    json(
      'JSON: 500 deep, and wide',
      `${'{"a":'.repeat(500)}[${fill(ROOM - 4_000, () => '"x",')}1]${'}'.repeat(500)}`,
    ),
    xml('XML: deep', '<a>'.repeat(deep)),
    xml('XML: deep, closed', `${'<a>'.repeat(deep)}${'</a>'.repeat(deep)}`),
    xml('XML: entities', `<a>${fill(ROOM, () => '&#65;&amp;')}</a>`),
    multipart(
      'multipart: one part that never ends',
      `${part('q', '').slice(0, -2)}${'-'.repeat(ROOM - 300)}`,
    ),
    multipart(
      'multipart: lines like boundaries',
      fill(ROOM, () => '--dejfa-012345678\r\n'),
    ),
    multipart('multipart: a header without end', `--dejfa-0123456789\r\n${fill(ROOM - 100, () => 'a: b;')}`),
  ];
}
