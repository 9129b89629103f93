export { COUNTRY_DATA, countryLookup } from './country-lookup.ts';
export { isSpecialAddress } from './special-ranges.ts';
