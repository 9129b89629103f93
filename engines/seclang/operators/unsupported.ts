/** Operators of the language that this engine does not run, and why; their rules are refused by these words. */
export const UNSUPPORTED_OPERATORS: Readonly<Record<string, string>> = {
  fuzzyhash: 'it needs a fuzzy hash library',
  geolookup: 'it needs a database of countries, which the engine does not carry',
  gsblookup: 'it needs the Google Safe Browsing database',
  inspectfile: 'it runs an outside program on uploaded files',
  rbl: 'it asks a block list over DNS, and the engine has no network',
  rsub: 'it rewrites bodies',
  rxglobal: 'it is an extension of libmodsecurity',
  validatedtd: 'it needs a validating XML parser',
  validatehash: 'it needs link signing',
  validateschema: 'it needs a validating XML parser',
  verifycc: 'it is not implemented',
  verifycpf: 'it is not implemented',
  verifyssn: 'it is not implemented',
  verifysvnr: 'it is not implemented',
};
