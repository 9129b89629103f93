import type { GeoPlace } from '../api.ts';
import type { OperatorDefinition } from './operator.ts';

/**
 * Description: looks up where the value, an address, is, and fills `GEO` with it: `COUNTRY_CODE`, `COUNTRY_CODE3`,
 * `COUNTRY_NAME`, `COUNTRY_CONTINENT`, `REGION`, `CITY`, `POSTAL_CODE`, `LATITUDE`, `LONGITUDE`, as far as they are
 * known. Refused where the rules are loaded without a look-up.
 * Arguments: none.
 * Returns: true when the address is known.
 * Example: `SecRule REMOTE_ADDR "@geoLookup" "id:1,phase:1,pass,nolog,setvar:tx.country=%{GEO.COUNTRY_CODE}"`.
 */
export const geoLookup: OperatorDefinition = ({ geo }) => {
  if (geo == null) {
    return {
      kind: 'refused',
      unsupported: true,
      message: 'it needs to know the countries of addresses, which loadRules was not given',
      help: 'give geo to the resolver',
    };
  }
  return {
    kind: 'operator',
    test: (value, scope) => {
      const place = geo(value);
      if (place === null) return false;
      scope.keepPlace?.(namesOf(place));
      return true;
    },
  };
};

function namesOf(place: GeoPlace): Readonly<Record<string, string>> {
  const named = {
    COUNTRY_CODE: place.countryCode,
    COUNTRY_CODE3: place.countryCode3,
    COUNTRY_NAME: place.countryName,
    COUNTRY_CONTINENT: place.continent,
    REGION: place.region,
    CITY: place.city,
    POSTAL_CODE: place.postalCode,
    LATITUDE: place.latitude,
    LONGITUDE: place.longitude,
  };
  const known = Object.entries(named).filter(([, value]) => value !== undefined);
  return Object.fromEntries(known.map(([name, value]) => [name, String(value)]));
}
