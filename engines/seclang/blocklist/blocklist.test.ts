import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { describeListing } from './listing.ts';
import { isDomainName, questionOf } from './question.ts';

const KEY = 'abcdefghijkl';
const NIBBLES = '1.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.8.b.d.0.1.0.0.2';

describe('what is asked', () => {
  it.each<[list: string, value: string, key: string | null, name: string | null]>([
    ['bl.example.org', '192.0.2.99', null, '99.2.0.192.bl.example.org'],
    ['bl.example.org', '192.0.2.99', KEY, '99.2.0.192.bl.example.org'],
    ['bl.example.org', '2001:db8::1', null, `${NIBBLES}.bl.example.org`],
    ['bl.example.org', '::ffff:192.0.2.99', null, '99.2.0.192.bl.example.org'],
    ['bl.example.org', 'shop.example.net', null, 'shop.example.net.bl.example.org'],
    ['bl.example.org', '192.0.2', null, '192.0.2.bl.example.org'],
    ['bl.example.org', '', null, null],
    ['bl.example.org', 'two words', null, null],
    ['bl.example.org', 'a..b', null, null],
    ['bl.example.org', 'a.b.\n', null, null],
    ['bl.example.org', `${'a.'.repeat(120)}a`, null, null],
    ['dnsbl.httpbl.org', '192.0.2.99', KEY, `${KEY}.99.2.0.192.dnsbl.httpbl.org`],
    ['dnsbl.HTTPBL.org', '192.0.2.99', KEY, `${KEY}.99.2.0.192.dnsbl.HTTPBL.org`],
    ['dnsbl.httpbl.org', '192.0.2.99', null, null],
    ['dnsbl.httpbl.org', '2001:db8::1', KEY, null],
    ['dnsbl.httpbl.org', 'shop.example.net', KEY, null],
    ['nothttpbl.org', '192.0.2.99', KEY, '99.2.0.192.nothttpbl.org'],
  ])('of %s about %j with the key %s: %s', (list, value, key, name) => {
    expect(questionOf(list, value, key)?.name ?? null).toBe(name);
  });

  it('is a domain name whatever the value, and shows no key', () => {
    const values = fc.oneof(fc.string(), fc.domain(), fc.ipV4(), fc.ipV6());
    fc.assert(
      fc.property(values, fc.constantFrom('bl.example.org', 'dnsbl.httpbl.org'), (value, list) => {
        const question = questionOf(list, value, KEY);
        if (question === null) return;
        expect(isDomainName(question.name)).toBe(true);
        expect(question.shown.startsWith(KEY)).toBe(value.startsWith(KEY));
      }),
    );
  });
});

describe('what an answer means', () => {
  it.each<[list: string, answer: string, meaning: string | null]>([
    ['bl.example.org', '127.0.0.2', '.'],
    ['bl.example.org', '127.255.255.254', '.'],
    ['bl.example.org', '192.0.2.1', null],
    ['bl.example.org', '128.0.0.2', null],
    ['bl.example.org', '127.0.0.256', null],
    ['bl.example.org', '127.0.0', null],
    ['bl.example.org', '127.0.0.2\n', null],
    ['bl.example.org', '', null],
    ['multi.uribl.com', '127.0.0.2', ' (BLACK).'],
    ['multi.uribl.com', '127.0.0.4', ' (GREY).'],
    ['multi.uribl.com', '127.0.0.8', ' (RED).'],
    ['multi.uribl.com', '127.0.0.14', ' (BLACK,GREY,RED).'],
    ['multi.uribl.com', '127.0.0.6', '.'],
    ['multi.uribl.com', '127.0.0.255', null],
    ['multi.uribl.com', '127.0.0.1', null],
    ['zen.spamhaus.org', '127.0.0.3', ' (Static UBE sources).'],
    ['zen.spamhaus.org', '127.0.0.4', ' (Illegal 3rd party exploits).'],
    ['ZEN.Spamhaus.org', '127.0.0.11', ' (Delivering unauthenticated SMTP email).'],
    ['zen.spamhaus.org', '127.0.0.9', '.'],
    ['zen.spamhaus.org', '127.255.255.254', null],
    ['notspamhaus.org', '127.0.0.3', '.'],
    ['dnsbl.httpbl.org', '127.0.3.0', '. Search Engine: 0 days since last activity, threat score 3'],
    ['dnsbl.httpbl.org', '127.7.40.1', '. Suspicious IP: 7 days since last activity, threat score 40'],
    ['dnsbl.httpbl.org', '127.1.5.4', '. Comment spammer IP: 1 days since last activity, threat score 5'],
    ['dnsbl.httpbl.org', '127.1.5.9', '. Visitor of kind 9: 1 days since last activity, threat score 5'],
    ['dnsbl.httpbl.org', '10.1.5.4', null],
  ])('of %s: %s is %j', (list, answer, meaning) => {
    expect(describeListing(list, answer)).toBe(meaning);
  });
});
