/** Variables of cookies, which are the field `cookie` read. */
const COOKIES = /^REQUEST_COOKIES(?:_NAMES)?(?::|$)/;

/** Variables that hold whole heads. */
const HEADS = /^FULL_REQUEST$/;

/** Fields of a head, one by one. */
const FIELD = /^(?:REQUEST|RESPONSE)_HEADERS:(.+)$/s;

/**
 * Whether a variable, such as `REQUEST_HEADERS:Authorization`, may hold the value of a field that is not to be shown.
 * `hidden`: names of fields in lower case.
 */
export function mayHoldHiddenField(name: string, hidden: ReadonlySet<string>): boolean {
  if (hidden.size === 0) return false;
  if (HEADS.test(name)) return true;
  if (COOKIES.test(name)) return hidden.has('cookie');
  const field = FIELD.exec(name)?.[1];
  return field !== undefined && hidden.has(field.toLowerCase());
}
