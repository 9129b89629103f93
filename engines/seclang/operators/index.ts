import { beginsWith } from './begins-with.ts';
import { eq, ge, gt, le, lt } from './compare.ts';
import { noMatch, unconditionalMatch } from './constant.ts';
import { contains } from './contains.ts';
import { containsWord } from './contains-word.ts';
import { detectSQLi } from './detect-sqli.ts';
import { detectXSS } from './detect-xss.ts';
import { endsWith } from './ends-with.ts';
import { geoLookup } from './geo-lookup.ts';
import { ipMatch, ipMatchFromFile } from './ip-match.ts';
import type { OperatorDefinition } from './operator.ts';
import { pm } from './pm.ts';
import { pmFromFile } from './pm-from-file.ts';
import { rbl } from './rbl.ts';
import { rx } from './rx.ts';
import { rxGlobal } from './rx-global.ts';
import { streq } from './streq.ts';
import { strmatch } from './strmatch.ts';
import { validateByteRange } from './validate-byte-range.ts';
import { validateUrlEncoding } from './validate-url-encoding.ts';
import { validateUtf8Encoding } from './validate-utf8-encoding.ts';
import { verifyCC } from './verify-cc.ts';
import { verifyCPF } from './verify-cpf.ts';
import { verifySSN } from './verify-ssn.ts';
import { verifySVNR } from './verify-svnr.ts';
import { within } from './within.ts';

export type { Operator, OperatorDefinition, OperatorMatch, OperatorRefusal } from './operator.ts';
export { UNSUPPORTED_OPERATORS } from './unsupported.ts';

/** Every operator by the name that rules use; names are compared without regard to case. */
export const OPERATORS = {
  beginsWith,
  contains,
  containsWord,
  detectSQLi,
  detectXSS,
  endsWith,
  eq,
  ge,
  geoLookup,
  gt,
  ipMatch,
  ipMatchF: ipMatchFromFile,
  ipMatchFromFile,
  le,
  lt,
  noMatch,
  pm,
  pmf: pmFromFile,
  pmFromFile,
  rbl,
  rx,
  rxGlobal,
  streq,
  strmatch,
  unconditionalMatch,
  validateByteRange,
  validateUrlEncoding,
  validateUtf8Encoding,
  verifyCC,
  verifyCPF,
  verifySSN,
  verifySVNR,
  within,
} satisfies Readonly<Record<string, OperatorDefinition>>;

const BY_LOWER_CASE: ReadonlyMap<string, OperatorDefinition> = new Map(
  Object.entries(OPERATORS).map(([name, definition]) => [name.toLowerCase(), definition]),
);

/** The operator of that name, or undefined where there is none. */
export function operatorNamed(name: string): OperatorDefinition | undefined {
  return BY_LOWER_CASE.get(name.toLowerCase());
}
