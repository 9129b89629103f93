import { createServer } from 'node:net';
import { UserError } from '../user-error.ts';

/** The port that was asked for, 0 included. Throws `UserError` when it is no port, or is taken on 127.0.0.1. */
export async function wantedPort(text: string, option: string): Promise<number> {
  const wanted = parsePort(text);
  if ((await tryPort(wanted)) === null) {
    throw new UserError(`port ${wanted} is taken or not allowed`, `choose another with ${option}`);
  }
  return wanted;
}

/** The wanted port where it is free on 127.0.0.1, else one that is: a demonstration should start beside others. */
export async function choosePort(text: string): Promise<number> {
  const wanted = parsePort(text);
  return (await tryPort(wanted)) ?? (await tryPort(0)) ?? wanted;
}

function parsePort(text: string): number {
  const wanted = Number(text);
  if (!/^\d+$/.test(text) || wanted > 65_535) {
    throw new UserError(`${text} is not a port`, 'give a number from 0 to 65535');
  }
  return wanted;
}

function tryPort(port: number): Promise<number | null> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(null));
    server.listen(port, '127.0.0.1', () => {
      const address = server.address();
      const bound = typeof address === 'object' && address !== null ? address.port : port;
      server.close(() => resolve(bound));
    });
  });
}
