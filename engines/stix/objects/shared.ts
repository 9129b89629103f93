import {
  extensions,
  flag,
  hashes,
  integer,
  list,
  oneOf,
  record,
  reference,
  required,
  text,
  timestamp,
} from '../schema/property.ts';

/** Section 2.5. */
export const externalReference = () =>
  record(
    {
      source_name: required(text()),
      description: text(),
      url: text(),
      hashes: hashes(),
      external_id: text(),
    },
    [{ kind: 'some-of', names: ['description', 'url', 'external_id'] }],
  );

/** Section 2.11. */
export const killChainPhase = () =>
  record({ kill_chain_name: required(text()), phase_name: required(text()) });

/** Section 7.2.3. */
const granularMarking = () =>
  record({ lang: text(), marking_ref: reference('marking-definition'), selectors: required(list(text())) }, [
    { kind: 'exactly-one', names: ['lang', 'marking_ref'] },
  ]);

const specVersion = () => oneOf('2.0', '2.1');

const markings = () => ({
  object_marking_refs: list(reference('marking-definition')),
  granular_markings: list(granularMarking()),
});

/** Properties of every SDO and SRO (section 3.2); `own` are those of the type. */
export const describedProperties = () => ({
  spec_version: required(specVersion()),
  id: required(reference()),
  created_by_ref: reference('identity'),
  created: required(timestamp()),
  modified: required(timestamp()),
  revoked: flag(),
  labels: list(text()),
  confidence: integer(0, 100),
  lang: text(),
  external_references: list(externalReference()),
  ...markings(),
});

/** Properties of every SCO (section 3.2). */
export const observedProperties = () => ({
  spec_version: specVersion(),
  id: required(reference()),
  ...markings(),
  defanged: flag(),
});

/** Properties of every extension to a SDO, SRO or meta object. */
export const extensionProperties = () => ({ extensions: extensions() });
