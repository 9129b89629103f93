/**
 * Reference Security Incident Taxonomy, version 1003: the classifications under which attempts are counted.
 * Source: ENISA / TF-CSIRT Reference Security Incident Taxonomy Working Group, working copy v1003.
 */
export const RSIT_CLASSES = {
  'abusive-content': 'Abusive Content',
  'malicious-code': 'Malicious Code',
  'information-gathering': 'Information Gathering',
  'intrusion-attempts': 'Intrusion Attempts',
  intrusions: 'Intrusions',
  availability: 'Availability',
  'information-content-security': 'Information Content Security',
  fraud: 'Fraud',
  vulnerable: 'Vulnerable',
  other: 'Other',
} as const;

/** One class of the Reference Security Incident Taxonomy. */
export type RsitClass = keyof typeof RSIT_CLASSES;

/** Narrows text, as from a tag of a rule, to a class. */
export function isRsitClass(text: string): text is RsitClass {
  return Object.hasOwn(RSIT_CLASSES, text);
}
