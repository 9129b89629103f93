import { z } from 'zod';

const NAME = /^[a-z0-9][a-z0-9-]{0,62}$/;

/** Schema of a name that appears in reports, file names and addresses of the console: kebab-case, at most 63. */
export function name() {
  return z.string().regex(NAME, { error: 'is not a usable name' }).meta({
    expected: 'a name such as portal-1',
    help: 'use 1 to 63 of a-z, 0-9 and -, beginning with a letter or digit',
  });
}

/** Schema of a path on this machine. */
export function path() {
  return z.string().min(1).max(4096).meta({ expected: 'a path' });
}

/** Schema of a DNS name as clients send it in Host, optionally with `*.` in front for every name below it. */
export function hostName() {
  return z
    .string()
    .max(253)
    .regex(/^(?:\*\.)?[a-z0-9_](?:[a-z0-9_.-]{0,250}[a-z0-9])?$|^\[[0-9a-f:.]+\]$/i, {
      error: 'is not a host name',
    })
    .transform((host) => host.toLowerCase())
    .meta({
      expected: 'a host name',
      help: 'write the name only, without scheme, port or path, for example portal.example.gov',
    });
}
