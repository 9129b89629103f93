import { isHttpBl } from './question.ts';

/** The octets of an answer behind 127. */
type Codes = readonly [second: number, third: number, fourth: number];

/**
 * What an answer of a list means, as it stands behind the name of the variable in the text of ModSecurity, for example
 * ` (BLACK).`; null where it lists nothing: no answer in 127.0.0.0/8 (RFC 5782 §2.3), or one by which the list says
 * that it does not answer this asker, which would otherwise list everybody.
 */
export function describeListing(list: string, answer: string): string | null {
  const codes = codesOf(answer);
  if (codes === null) return null;
  if (isHttpBl(list)) return describeHttpBl(codes);
  if (isBelow(list, 'uribl.com')) return isUriblRefusal(codes) ? null : described(URIBL[codes[2]]);
  if (isBelow(list, 'spamhaus.org')) {
    return isSpamhausRefusal(codes) ? null : described(SPAMHAUS[codes[2]]);
  }
  return '.';
}

/** What the third octet of http:BL says of a visitor, a bit a kind (http:BL API specification). */
const HTTP_BL_KINDS = [
  'Search Engine',
  'Suspicious IP',
  'Harvester IP',
  'Suspicious harvester IP',
  'Comment spammer IP',
  'Suspicious comment spammer IP',
  'Harvester and comment spammer IP',
  'Suspicious harvester comment spammer IP',
];

/** By the last octet of multi.uribl.com (uribl.com/about.shtml#implementation). */
const URIBL: Readonly<Record<number, string>> = {
  2: 'BLACK',
  4: 'GREY',
  8: 'RED',
  14: 'BLACK,GREY,RED',
};

const UBE = 'Static UBE sources';
const EXPLOITED = 'Illegal 3rd party exploits';
const NO_MAILER = 'Delivering unauthenticated SMTP email';

/** By the last octet of the lists of Spamhaus, in the words of ModSecurity. */
const SPAMHAUS: Readonly<Record<number, string>> = {
  2: UBE,
  3: UBE,
  4: EXPLOITED,
  5: EXPLOITED,
  6: EXPLOITED,
  7: EXPLOITED,
  10: NO_MAILER,
  11: NO_MAILER,
};

function describeHttpBl([days, score, kind]: Codes): string {
  const who = HTTP_BL_KINDS[kind] ?? `Visitor of kind ${kind}`;
  return `. ${who}: ${days} days since last activity, threat score ${score}`;
}

function described(kind: string | undefined): string {
  return kind === undefined ? '.' : ` (${kind}).`;
}

/** 127.0.0.1 and 127.0.0.255: the list does not answer the resolver that asks. */
function isUriblRefusal([second, third, fourth]: Codes): boolean {
  return second === 0 && third === 0 && (fourth === 1 || fourth === 255);
}

/** 127.255.255.0/24: the name is misspelt, the resolver is a public one, or it asks too much. */
function isSpamhausRefusal([second, third]: Codes): boolean {
  return second === 255 && third === 255;
}

function isBelow(list: string, domain: string): boolean {
  return `.${list}`.toLowerCase().endsWith(`.${domain}`);
}

function codesOf(answer: string): Codes | null {
  const match = /^127\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/.exec(answer);
  if (match === null) return null;
  const [, second, third, fourth] = match.map(Number);
  if (second === undefined || third === undefined || fourth === undefined) return null;
  return Math.max(second, third, fourth) > 255 ? null : [second, third, fourth];
}
