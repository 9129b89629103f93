import { createServer } from 'node:net';
import { UserError } from '../user-error.ts';

/** The wanted port where it is free on 127.0.0.1, else one that is: a demonstration should start beside others. */
export async function choosePort(text: string): Promise<number> {
  const wanted = Number(text);
  if (!Number.isInteger(wanted) || wanted < 0 || wanted > 65_535) {
    throw new UserError(`${text} is not a port`, 'give a number from 0 to 65535');
  }
  return (await tryPort(wanted)) ?? (await tryPort(0)) ?? wanted;
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
