import { readFile } from 'node:fs/promises';
import type { ApiOptions } from '../adapters/api/index.ts';
import type { Config } from '../config/index.ts';

/** What the configuration says of the console's listener; rejects when its certificate or key cannot be read. */
export async function consoleOptions(
  { address, port, tls, hosts }: Config['listen']['console'],
  consoleFolder: string,
): Promise<ApiOptions> {
  const allowedHosts = hosts.flatMap((host) => [host, `${host}:${port}`]);
  const shared = { address, port, allowedHosts, consoleFolder };
  if (tls === null) return shared;
  const [certificatePem, keyPem] = await Promise.all([
    readFile(tls.certificate, 'utf8'),
    readFile(tls.key, 'utf8'),
  ]);
  return { ...shared, tls: { certificatePem, keyPem } };
}
