import { formatAddress, parseAddress } from '@dejfa/match';
import type { InfraKind, InfraNode } from '../../model/index.ts';

/** Longest value that is kept; a longer one is cut, so that a stranger's text cannot fill the memory. */
const VALUE_LIMIT = 512;

const KINDS = {
  address: addressText,
  network: (text) => (/^AS\d{1,10}$/i.test(text) ? text.toUpperCase() : null),
  domain: domainText,
  certificate: hexText,
  'ssh-key': (text) => hexText(text.replace(/^(?:md5:|sha256:)/i, '')) ?? plainText(text),
  'tls-client': lowerText,
  'tls-server': lowerText,
  'user-agent': plainText,
  'uri-shape': plainText,
  file: hexText,
  tool: lowerText,
  rule: plainText,
} satisfies Record<InfraKind, (text: string) => string | null>;

/** A node with its value in canonical form; null when the text is no value of that kind. */
export function infraNode(kind: InfraKind, text: string): InfraNode | null {
  const value = KINDS[kind](text.trim().slice(0, VALUE_LIMIT));
  return value === null || value === '' ? null : { kind, value };
}

/** The one text by which a node is found; kinds hold no colon. */
export function keyOf({ kind, value }: InfraNode): string {
  return `${kind}:${value}`;
}

function addressText(text: string): string | null {
  try {
    return formatAddress(parseAddress(text));
  } catch {
    return null;
  }
}

/** Of a name as DNS has them: no empty label, none over 63, 253 in all (RFC 1035 §2.3.4), at least two labels. */
function domainText(text: string): string | null {
  const name = text.toLowerCase().replace(/\.$/, '');
  if (name.length > 253 || !name.includes('.') || addressText(name) !== null) return null;
  return name.split('.').every((label) => /^[^\s.\u0000-\u0020\u007f-\u009f]{1,63}$/u.test(label))
    ? name
    : null;
}

/** Hashes and fingerprints, with or without colons between the bytes. */
function hexText(text: string): string | null {
  const hex = text.replaceAll(':', '').toLowerCase();
  return /^[0-9a-f]{32,128}$/.test(hex) ? hex : null;
}

function lowerText(text: string): string {
  return text.toLowerCase();
}

function plainText(text: string): string {
  return text;
}
