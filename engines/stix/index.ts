export { canonicalJson } from './json/canonical.ts';
export { isJsonList, isJsonObject, type JsonObject, type JsonValue, ownValue } from './json/value.ts';
export { DEFINITIONS, definitionOf, type KnownType } from './objects/definitions.ts';
export {
  type CustomObject,
  extraProperty,
  isOfType,
  type KnownObject,
  type ObjectOf,
  type StixObject,
} from './objects/stix-object.ts';
