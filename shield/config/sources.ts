import { z } from 'zod';
import { isAddress } from './address.ts';
import { name, path } from './name.ts';
import { utcOffset } from './utc-offset.ts';

/** A shorter token can be guessed. */
export const TOKEN_CHARACTERS_LEAST = 24;

const FORMAT_EXPECTED = "a format name, { nginx: '…' } or { apache: '…' }";

const format = z
  .union(
    [
      name(),
      z.strictObject({ nginx: z.string().min(1).max(4096).describe('log_format string of nginx') }),
      z.strictObject({ apache: z.string().min(1).max(4096).describe('LogFormat string of Apache') }),
    ],
    { error: `is not a format: expected auto, ${FORMAT_EXPECTED}` },
  )
  .meta({ expected: FORMAT_EXPECTED });

const shared = {
  name: name().describe('Name in reports and in the console'),
  format: format
    .default('auto')
    .describe("auto, a format's name, or a custom one: `{ nginx: '…' }`, `{ apache: '…' }`"),
  service: name().nullable().default(null).describe('Guarded service that its records concern'),
  utcOffset: utcOffset().prefault('Z').describe('Zone of times that state none'),
};

const fileSource = z.strictObject({
  ...shared,
  kind: z.literal('file').describe('Files, followed through rotation and truncation; gzip is read'),
  paths: z.array(path()).min(1).max(1000).describe('Paths and globs'),
});

const LISTENER = /^(?:udp|tcp|tls):\/\/(?:\[([0-9a-f:.]+)\]|([0-9.]+)):(\d{1,5})$/i;

function isSyslogListener(text: string): boolean {
  const match = LISTENER.exec(text);
  return match !== null && isAddress(match[1] ?? match[2] ?? '') && Number(match[3]) <= 65_535;
}

const syslogSource = z.strictObject({
  ...shared,
  kind: z.literal('syslog').describe('Syslog (RFC 5424 and RFC 3164)'),
  listen: z
    .string()
    .refine(isSyslogListener, { error: 'is not a syslog listener' })
    .meta({
      expected: 'a listener such as udp://127.0.0.1:5514',
      help: 'write udp://, tcp:// or tls:// with an IP address and a port, for example udp://127.0.0.1:5514',
    })
    .describe('Protocol, address and port'),
  tls: z
    .strictObject({
      certificate: path().describe('PEM file with the certificate and its chain'),
      key: path().describe('PEM file with the private key'),
      clientAuthority: path()
        .nullable()
        .default(null)
        .describe('PEM file with the authority that must have signed the senders’ certificates'),
    })
    .nullable()
    .default(null)
    .describe('Needed for tls:// (RFC 5425)'),
});

const httpSource = z.strictObject({
  ...shared,
  kind: z.literal('http').describe('JSON lines sent to `/api/intake/NAME` of the console’s listener'),
  token: z
    .string()
    .min(TOKEN_CHARACTERS_LEAST, {
      error: `is too short: at least ${TOKEN_CHARACTERS_LEAST} characters`,
    })
    .max(512)
    .meta({ expected: `a token of at least ${TOKEN_CHARACTERS_LEAST} characters`, secret: true })
    .describe('Senders show it as `Authorization: Bearer TOKEN`'),
});

const stdinSource = z.strictObject({
  ...shared,
  kind: z.literal('stdin').describe('Standard input, until it ends'),
});

/** The logs that the shield reads. */
export const sourcesSchema = z
  .array(
    z
      .discriminatedUnion('kind', [fileSource, syslogSource, httpSource, stdinSource])
      .meta({ expected: 'a source: { name, kind, … }' }),
  )
  .max(1000)
  .meta({ expected: 'a list of sources' });
