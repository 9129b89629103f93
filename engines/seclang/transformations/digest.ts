import { hash } from 'node:crypto';

/** Description: the SHA-1 digest as 20 raw bytes. Usually followed by `t:hexEncode`. */
export function sha1(value: string): string {
  return hash('sha1', Buffer.from(value, 'latin1'), 'binary');
}

/** Description: the MD5 digest as 16 raw bytes. Usually followed by `t:hexEncode`. */
export function md5(value: string): string {
  return hash('md5', Buffer.from(value, 'latin1'), 'binary');
}
