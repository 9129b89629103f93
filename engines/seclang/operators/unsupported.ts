/** Operators of the language that this engine does not run, and why; their rules are refused by these words. */
export const UNSUPPORTED_OPERATORS: Readonly<Record<string, string>> = {
  fuzzyhash: 'it needs a fuzzy hash library',
  gsblookup: 'it needs the Google Safe Browsing database',
  inspectfile: 'it runs an outside program on uploaded files',
  rsub: 'it rewrites bodies',
  validatedtd: 'it needs a validating XML parser',
  validatehash: 'it needs link signing',
  validateschema: 'it needs a validating XML parser',
};
