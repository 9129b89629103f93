import lists from './tables/html-blacklists.json' with { type: 'json' };

/** What an attribute can do: run script itself, carry style, hold a URL, or name another attribute. */
export type AttributeKind = 'script' | 'style' | 'url' | 'names-attribute' | 'harmless';

const TAGS: ReadonlySet<string> = new Set(lists.tags);

const ATTRIBUTES: ReadonlyMap<string, AttributeKind> = new Map<string, AttributeKind>([
  ...lists.scriptAttributes.map((name) => [name, 'script'] as const),
  ...lists.styleAttributes.map((name) => [name, 'style'] as const),
  ...lists.urlAttributes.map((name) => [name, 'url'] as const),
  ...lists.namingAttributes.map((name) => [name, 'names-attribute'] as const),
]);

/** Whether a tag can run or load script; everything of SVG and XSL counts. NUL in the name is passed over. */
export function isScriptTag(name: string): boolean {
  if (name.length < 3) return false;
  const upper = name.replaceAll('\0', '').toUpperCase();
  return TAGS.has(upper) || /^(?:SVG|XSL)/.test(upper);
}

/** What an attribute of that name can do; zero bytes in the name are passed over, as some browsers do. */
export function attributeKind(name: string): AttributeKind {
  if (name.length < 2) return 'harmless';
  const upper = name.replaceAll('\0', '').toUpperCase();
  // Event handlers, and name spaces that can define tags anew.
  if (name.length >= 5 && /^(?:ON|XMLNS|XLINK)/.test(upper)) return 'script';
  return ATTRIBUTES.get(upper) ?? 'harmless';
}

/** Whether a URL has a scheme that runs script, however it is written with character references and white space. */
export function isScriptUrl(value: string): boolean {
  const url = decodeReferences(value.replace(/^[\0-\x20\x7f-\xff]+/, ''))
    .replace(/^[\0-\x20]+/, '')
    .replace(/[\0\n]/g, '')
    .toUpperCase();
  return lists.urlSchemes.some((scheme) => url.startsWith(scheme));
}

/** Longest start of a URL that can decide: each character may be a long reference. */
const URL_HEAD_LIMIT = 4096;

/** Numeric character references, with or without their semicolon. */
function decodeReferences(text: string): string {
  return text
    .slice(0, URL_HEAD_LIMIT)
    .replace(/&#(?:x([0-9a-f]+)|([0-9]+));?/gi, (reference, hex, decimal) => {
      const code = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16);
      return code <= 0x10ffff ? String.fromCodePoint(code) : reference;
    });
}
