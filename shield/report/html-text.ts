import { escapeControls } from './terminal-text.ts';

/** Text that is HTML already; made by {@link html} only. */
export interface Html {
  readonly kind: 'html';
  readonly text: string;
}

/** What may stand in a place of a template; texts are escaped. */
export type HtmlPart = string | number | null | Html | readonly Html[];

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
  '`': '&#96;',
};

/**
 * A template whose places are escaped, in text and in quoted attributes alike, so that nothing out of a log becomes
 * markup. Control characters and marks that turn the direction of writing become visible.
 */
export function html(strings: TemplateStringsArray, ...parts: readonly HtmlPart[]): Html {
  const text = strings.map((string, at) => string + partText(parts[at] ?? null)).join('');
  return { kind: 'html', text };
}

function partText(part: HtmlPart): string {
  if (part === null) return '';
  if (typeof part === 'number') return String(part);
  if (typeof part === 'string') return escapeHtml(part);
  if ('kind' in part) return part.text;
  return part.map(({ text }) => text).join('');
}

function escapeHtml(text: string): string {
  return escapeControls(text)
    .toWellFormed()
    .replace(/[&<>"'`]/g, (c) => ENTITIES[c] ?? c);
}
