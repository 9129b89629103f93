export { COUNTRY_DATA, countryLookup } from './country-lookup.ts';
