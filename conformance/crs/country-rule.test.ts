import { createInspector, loadRules } from '@dejfa/seclang';
import { describe, expect, it } from 'vitest';
import { countryLookup } from '../../shield/adapters/geo/index.ts';
import { browserRequest } from './browser-request.ts';
import { fileResolver, hasCrs, readCrsSources } from './rule-files.ts';

/** What crs-setup.conf holds as comments (rule 900600). */
const setup = (codes: string) => ({
  path: 'setup.conf',
  text: `SecAction "id:900600,phase:1,nolog,pass,t:none,setvar:'tx.high_risk_country_codes=${codes}'"
SecAction "id:900990,phase:1,nolog,pass,t:none,setvar:tx.crs_setup_version=334"`,
});

/** A network of the RIPE NCC itself, in the Netherlands as its own registry says: 193.0.0.0/21. */
const RIPE_NCC = '193.0.6.139';

describe.skipIf(!hasCrs())('the rule of CRS 3.3.4 about countries (910100)', () => {
  const geo = countryLookup(null);

  it.each<[codes: string, address: string, matches: boolean]>([
    ['NL', RIPE_NCC, true],
    ['CN NL RU', RIPE_NCC, true],
    ['CN NL RU', '2001:67c:2e8::1', true],
    ['CN RU', RIPE_NCC, false],
    ['AU NL', '192.0.2.1', false],
    ['AU NL', '203.0.113.9', false],
    ['', RIPE_NCC, false],
  ])('with %j as countries, %s: %s', (codes, address, matches) => {
    const loaded = loadRules([setup(codes), ...readCrsSources()], { ...fileResolver, geo });
    const transaction = createInspector(loaded).begin(browserRequest(address), { nowMs: 0, uniqueId: 'u' });
    transaction.requestHeaders();
    const verdict = transaction.requestBody();
    transaction.end();
    expect(transaction.matches.some(({ ruleId }) => ruleId === 910100)).toBe(matches);
    expect(verdict.kind).toBe(matches ? 'block' : 'pass');
  });

  it('cannot judge a request whose country cannot be looked up, and says why', () => {
    const geoless = { ...fileResolver, geo: countryLookup('/none.mmdb') };
    const loaded = loadRules([setup('NL'), ...readCrsSources()], geoless);
    const transaction = createInspector(loaded).begin(browserRequest(RIPE_NCC), { nowMs: 0, uniqueId: 'u' });
    transaction.requestHeaders();
    expect(transaction.requestBody()).toMatchObject({
      kind: 'undetermined',
      reason: expect.stringContaining('countries of addresses cannot be read from /none.mmdb'),
    });
  });
});
