import { z } from 'zod';
import { addressOrRange } from './address.ts';
import { duration } from './duration.ts';
import { hostName, name } from './name.ts';
import { size } from './size.ts';

/** `http://HOST:PORT` or `https://HOST:PORT` and nothing more: the path of a request is passed on as it came. */
function isOrigin(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const url = new URL(text);
  const bare = url.pathname === '/' && url.search === '' && url.hash === '' && !text.endsWith('?');
  return (
    (url.protocol === 'http:' || url.protocol === 'https:') && bare && url.username + url.password === ''
  );
}

const thresholds = z
  .strictObject({
    inbound: z.int().min(1).max(10_000).default(5).describe('Score from which a request is blocked'),
    outbound: z.int().min(1).max(10_000).default(4).describe('Score from which a response is blocked'),
  })
  .meta({ expected: 'thresholds: { inbound, outbound }' });

const timeouts = z
  .strictObject({
    headers: duration({ atLeast: '1s', atMost: '10m' })
      .prefault('10s')
      .describe('For the whole head of a request to arrive'),
    body: duration({ atLeast: '1s', atMost: '1d' })
      .prefault('60s')
      .describe('Longest silence while a body arrives'),
    idle: duration({ atLeast: '1s', atMost: '1d' })
      .prefault('75s')
      .describe('For the next request on a kept connection'),
    upstream: duration({ atLeast: '1s', atMost: '1d' })
      .prefault('60s')
      .describe('For the upstream to begin its answer'),
  })
  .transform((t) => ({ headersMs: t.headers, bodyMs: t.body, idleMs: t.idle, upstreamMs: t.upstream }))
  .meta({ expected: 'timeouts: { headers, body, idle, upstream }' });

const service = z
  .strictObject({
    name: name().describe('Name in reports and in the console'),
    hosts: z
      .array(hostName())
      .max(1000)
      .default([])
      .describe('Host names that it answers to; empty or absent: every host that no other service names'),
    upstream: z
      .string()
      .refine(isOrigin, { error: 'is not an upstream' })
      .meta({
        expected: 'an address such as http://127.0.0.1:3000',
        help: 'write scheme, host and port only, without a path or a password: http://127.0.0.1:3000',
      })
      .describe('Where its requests go'),
    mode: z
      .enum(['guard', 'observe'])
      .default('guard')
      .describe('observe blocks nothing and shows what would have been blocked'),
    onInspectionError: z
      .enum(['open', 'closed'])
      .default('open')
      .describe('When a request cannot be inspected: open lets it through and signals, closed refuses it'),
    paranoia: z.int().min(1).max(4).default(1).describe('Paranoia level as the OWASP CRS defines it'),
    thresholds: thresholds.prefault({}).describe('Anomaly scores from which is blocked'),
    bodyInspectionLimit: size('64MiB')
      .prefault('128KiB')
      .describe('Bytes of a request body that rules see; the rest is passed on unseen'),
    inspectResponses: z
      .boolean()
      .default(true)
      .describe(
        'Hold back text responses while rules look at their bodies; false shows rules the heads alone',
      ),
    responseInspectionLimit: size('64MiB')
      .prefault('512KiB')
      .describe('Bytes of a response body that are held and that rules see; the rest streams unseen'),
    bodyLimit: size('1024GiB').prefault('100MiB').describe('Larger request bodies are refused with 413'),
    allow: z
      .array(addressOrRange())
      .max(100_000)
      .default([])
      .describe('Sources that are never blocked; what they do is still recorded'),
    timeouts: timeouts.prefault({}).describe('When a slow peer is given up'),
  })
  .transform(({ bodyInspectionLimit, responseInspectionLimit, bodyLimit, ...rest }) => ({
    ...rest,
    bodyInspectionLimitBytes: bodyInspectionLimit,
    responseInspectionLimitBytes: responseInspectionLimit,
    bodyLimitBytes: bodyLimit,
  }))
  .meta({ expected: 'a service: { name, upstream, … }' });

/** The services that the gateway guards. */
export const servicesSchema = z.array(service).max(1000).meta({ expected: 'a list of services' });
