import { describe, expect, test } from 'vitest';
import {
  forwardedChain,
  hopsOfForwarded,
  hopsOfForwardedFor,
  plainAddress,
  trustedProxies,
} from './client-address.ts';
import { bodyOf, connectRaw, get, options, recordingGuard, serve, startGateway } from './gateway-fixture.ts';
import type { GatewayOptions } from './index.ts';

const PROXY = '127.0.0.2';

interface Told {
  readonly client: string | undefined;
  readonly forwardedFor: string | undefined;
  readonly proto: string | undefined;
  readonly host: string | undefined;
}

/** What guard and upstream are told about a request from `peer` with these fields. */
async function told(
  fields: readonly string[],
  peer: string,
  changes: Partial<GatewayOptions> = {},
): Promise<Told> {
  const upstream = await serve((request, response) => response.end(JSON.stringify(request.headers)));
  const guard = recordingGuard();
  const { port } = await startGateway(
    options(upstream, { guard, trustedProxies: [PROXY, '10.0.0.0/8', '2001:db8::/32'], ...changes }),
  );
  const client = await connectRaw(port, peer);
  client.socket.write(get('/', fields));
  const headers = JSON.parse(bodyOf((await client.closed()).text));
  return {
    client: guard.heads[0]?.clientAddress,
    forwardedFor: headers['x-forwarded-for'],
    proto: headers['x-forwarded-proto'],
    host: headers['x-forwarded-host'],
  };
}

describe('the client behind proxies', () => {
  test.each([
    [
      'a peer that is no proxy is the client, whatever it says',
      ['X-Forwarded-For: 192.0.2.1'],
      '127.0.0.1',
      '127.0.0.1',
      '127.0.0.1',
    ],
    [
      'a trusted peer names the client',
      ['X-Forwarded-For: 192.0.2.1'],
      PROXY,
      '192.0.2.1',
      '192.0.2.1, 127.0.0.2',
    ],
    [
      'what the client itself wrote is dropped',
      ['X-Forwarded-For: 203.0.113.9, 192.0.2.1'],
      PROXY,
      '192.0.2.1',
      '192.0.2.1, 127.0.0.2',
    ],
    [
      'trusted proxies in between are skipped',
      ['X-Forwarded-For: 192.0.2.1, 10.1.2.3'],
      PROXY,
      '192.0.2.1',
      '192.0.2.1, 10.1.2.3, 127.0.0.2',
    ],
    [
      'several fields count as one list',
      ['X-Forwarded-For: 192.0.2.1', 'X-Forwarded-For: 10.1.2.3'],
      PROXY,
      '192.0.2.1',
      '192.0.2.1, 10.1.2.3, 127.0.0.2',
    ],
    [
      'rubbish ends the walk',
      ['X-Forwarded-For: 192.0.2.1, rubbish, 10.1.2.3'],
      PROXY,
      '10.1.2.3',
      '10.1.2.3, 127.0.0.2',
    ],
    [
      'nothing but trusted proxies: the first of them',
      ['X-Forwarded-For: 10.1.1.1, 10.1.2.3'],
      PROXY,
      '10.1.1.1',
      '10.1.1.1, 10.1.2.3, 127.0.0.2',
    ],
    ['a trusted peer that says nothing is the client', [], PROXY, PROXY, PROXY],
    [
      'ports and brackets',
      ['X-Forwarded-For: [2001:DB9::1]:4711'],
      PROXY,
      '2001:db9::1',
      '2001:db9::1, 127.0.0.2',
    ],
    [
      'Forwarded, where X-Forwarded-For is absent',
      ['Forwarded: for="[2001:db9::1]:80";proto=https, for=10.1.2.3'],
      PROXY,
      '2001:db9::1',
      '2001:db9::1, 10.1.2.3, 127.0.0.2',
    ],
    [
      'X-Forwarded-For before Forwarded',
      ['Forwarded: for=203.0.113.9', 'X-Forwarded-For: 192.0.2.1'],
      PROXY,
      '192.0.2.1',
      '192.0.2.1, 127.0.0.2',
    ],
    ['an obfuscated hop', ['Forwarded: for=_hidden'], PROXY, PROXY, PROXY],
  ])('%s', async (_name, fields, peer, client, forwardedFor) => {
    expect(await told(fields, peer)).toMatchObject({ client, forwardedFor });
  });

  test('Forwarded comes first where the configuration says so', async () => {
    const fields = ['Forwarded: for=192.0.2.1', 'X-Forwarded-For: 203.0.113.9'];
    expect(await told(fields, PROXY, { forwardingHeader: 'forwarded' })).toMatchObject({
      client: '192.0.2.1',
    });
  });

  test('scheme and host are believed of a trusted peer only', async () => {
    const fields = ['X-Forwarded-Proto: https', 'X-Forwarded-Host: public.test'];
    expect(await told(fields, PROXY)).toMatchObject({ proto: 'https', host: 'public.test' });
    expect(await told(fields, '127.0.0.1')).toMatchObject({ proto: 'http', host: 'portal.test' });
    expect(await told(['X-Forwarded-Proto: gopher'], PROXY)).toMatchObject({ proto: 'http' });
  });
});

test('a list of a thousand trusted hops is walked a bounded way', () => {
  const trusted = trustedProxies(['10.0.0.0/8']);
  const chain = forwardedChain(
    hopsOfForwardedFor([Array(1000).fill('10.0.0.1').join(',')]),
    '10.0.0.2',
    trusted,
  );
  expect(chain).toHaveLength(33);
});

test('quoted and unquoted hops of Forwarded', () => {
  expect(hopsOfForwarded(['for=192.0.2.1;by=203.0.113.1, FOR="[::1]"', 'proto=https'])).toEqual([
    '192.0.2.1',
    '[::1]',
    '',
  ]);
});

test('an address of a dual-stack socket is written plainly', () => {
  expect(plainAddress('::ffff:192.0.2.1')).toBe('192.0.2.1');
  expect(plainAddress('2001:db8::1')).toBe('2001:db8::1');
});

test.each(['10.0.0.0/33', '10.0.0', 'proxy.test', '10.0.0.0/', '10.0.0.0/8/8', '2001:db8::/129'])(
  '%s is no trusted proxy',
  (entry) => {
    expect(() => trustedProxies([entry])).toThrow(
      `trusted proxy "${entry}" is neither an address nor a range such as 10.0.0.0/8`,
    );
  },
);
