import { createHash } from 'node:crypto';

/** Description: the SHA-1 digest as 20 raw bytes. Usually followed by `t:hexEncode`. */
export function sha1(value: string): string {
  return createHash('sha1').update(value, 'latin1').digest().toString('latin1');
}

/** Description: the MD5 digest as 16 raw bytes. Usually followed by `t:hexEncode`. */
export function md5(value: string): string {
  return createHash('md5').update(value, 'latin1').digest().toString('latin1');
}
