import { describe, expect, test } from 'vitest';
import { parseHost } from './host-name.ts';
import { ServiceTable } from './service-table.ts';

describe('parseHost', () => {
  test.each([
    ['Portal.Example.GOV', { name: 'portal.example.gov', port: null }],
    ['portal.test:8080', { name: 'portal.test', port: 8080 }],
    ['portal.test:', { name: 'portal.test', port: null }],
    ['portal.test.', { name: 'portal.test', port: null }],
    ['192.0.2.1:80', { name: '192.0.2.1', port: 80 }],
    ['[2001:DB8::1]:443', { name: '2001:db8::1', port: 443 }],
    ['under_score.test', { name: 'under_score.test', port: null }],
    ['', null],
    ['a b', null],
    ['a:b', null],
    ['a:70000', null],
    ['a@b', null],
    ['a,b', null],
    ['a/b', null],
    ['%61', null],
    ['[::1', null],
    ['::1', null],
    ['a'.repeat(256), null],
  ])('%s', (text, expected) => {
    expect(parseHost(text)).toEqual(expected);
  });
});

describe('ServiceTable', () => {
  const exact = { name: 'exact', hosts: ['a.portal.test'] };
  const wild = { name: 'wild', hosts: ['*.portal.test'] };
  const deep = { name: 'deep', hosts: ['*.x.portal.test'] };
  const rest = { name: 'rest', hosts: [] };
  const table = new ServiceTable([rest, wild, deep, exact]);

  test.each([
    ['a.portal.test', 'exact'],
    ['b.portal.test', 'wild'],
    ['b.x.portal.test', 'deep'],
    ['portal.test', 'rest'],
    ['other.test', 'rest'],
    [null, 'rest'],
  ])('%s', (host, name) => {
    expect(table.find(host)?.name).toBe(name);
  });

  test('without a service for every other host there is none', () => {
    expect(new ServiceTable([exact]).find('other.test')).toBeNull();
    expect(new ServiceTable([exact]).find(null)).toBeNull();
  });

  test.each([
    [[rest, { name: 'also', hosts: [] }], 'services rest and also both claim every other host'],
    [[exact, { name: 'also', hosts: ['A.portal.test'] }], 'services exact and also both claim A.portal.test'],
    [
      [{ name: 'odd', hosts: ['http://a'] }],
      'service odd: "http://a" is no host; write portal.example.gov or *.example.gov',
    ],
    [
      [{ name: 'odd', hosts: ['a:80'] }],
      'service odd: "a:80" is no host; write portal.example.gov or *.example.gov',
    ],
    [
      [{ name: 'odd', hosts: ['a.*.test'] }],
      'service odd: "a.*.test" is no host; write portal.example.gov or *.example.gov',
    ],
  ])('mistakes are named', (services, message) => {
    expect(() => new ServiceTable(services)).toThrow(message);
  });
});
