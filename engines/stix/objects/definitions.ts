import type { ObjectDefinition } from '../schema/definition.ts';
import { ATTACK_PATTERN } from './domain/attack-pattern.ts';
import { CAMPAIGN } from './domain/campaign.ts';
import { COURSE_OF_ACTION } from './domain/course-of-action.ts';
import { GROUPING } from './domain/grouping.ts';
import { IDENTITY } from './domain/identity.ts';
import { INCIDENT } from './domain/incident.ts';
import { INDICATOR } from './domain/indicator.ts';
import { INFRASTRUCTURE } from './domain/infrastructure.ts';
import { INTRUSION_SET } from './domain/intrusion-set.ts';
import { LOCATION } from './domain/location.ts';
import { MALWARE } from './domain/malware.ts';
import { MALWARE_ANALYSIS } from './domain/malware-analysis.ts';
import { NOTE } from './domain/note.ts';
import { OBSERVED_DATA } from './domain/observed-data.ts';
import { OPINION } from './domain/opinion.ts';
import { REPORT } from './domain/report.ts';
import { THREAT_ACTOR } from './domain/threat-actor.ts';
import { TOOL } from './domain/tool.ts';
import { VULNERABILITY } from './domain/vulnerability.ts';
import { EXTENSION_DEFINITION } from './meta/extension-definition.ts';
import { LANGUAGE_CONTENT } from './meta/language-content.ts';
import { MARKING_DEFINITION } from './meta/marking-definition.ts';
import { ARTIFACT } from './observable/artifact.ts';
import { AUTONOMOUS_SYSTEM } from './observable/autonomous-system.ts';
import { DIRECTORY } from './observable/directory.ts';
import { DOMAIN_NAME } from './observable/domain-name.ts';
import { EMAIL_ADDR } from './observable/email-addr.ts';
import { EMAIL_MESSAGE } from './observable/email-message.ts';
import { FILE } from './observable/file.ts';
import { IPV4_ADDR } from './observable/ipv4-addr.ts';
import { IPV6_ADDR } from './observable/ipv6-addr.ts';
import { MAC_ADDR } from './observable/mac-addr.ts';
import { MUTEX } from './observable/mutex.ts';
import { NETWORK_TRAFFIC } from './observable/network-traffic.ts';
import { PROCESS } from './observable/process-object.ts';
import { SOFTWARE } from './observable/software.ts';
import { URL } from './observable/url.ts';
import { USER_ACCOUNT } from './observable/user-account.ts';
import { WINDOWS_REGISTRY_KEY } from './observable/windows-registry-key.ts';
import { X509_CERTIFICATE } from './observable/x509-certificate.ts';
import { RELATIONSHIP } from './relation/relationship.ts';
import { SIGHTING } from './relation/sighting.ts';

/** Every object type that STIX 2.1 defines, by its name. */
export const DEFINITIONS = {
  'attack-pattern': ATTACK_PATTERN,
  campaign: CAMPAIGN,
  'course-of-action': COURSE_OF_ACTION,
  grouping: GROUPING,
  identity: IDENTITY,
  incident: INCIDENT,
  indicator: INDICATOR,
  infrastructure: INFRASTRUCTURE,
  'intrusion-set': INTRUSION_SET,
  location: LOCATION,
  malware: MALWARE,
  'malware-analysis': MALWARE_ANALYSIS,
  note: NOTE,
  'observed-data': OBSERVED_DATA,
  opinion: OPINION,
  report: REPORT,
  'threat-actor': THREAT_ACTOR,
  tool: TOOL,
  vulnerability: VULNERABILITY,
  relationship: RELATIONSHIP,
  sighting: SIGHTING,
  artifact: ARTIFACT,
  'autonomous-system': AUTONOMOUS_SYSTEM,
  directory: DIRECTORY,
  'domain-name': DOMAIN_NAME,
  'email-addr': EMAIL_ADDR,
  'email-message': EMAIL_MESSAGE,
  file: FILE,
  'ipv4-addr': IPV4_ADDR,
  'ipv6-addr': IPV6_ADDR,
  'mac-addr': MAC_ADDR,
  mutex: MUTEX,
  'network-traffic': NETWORK_TRAFFIC,
  process: PROCESS,
  software: SOFTWARE,
  url: URL,
  'user-account': USER_ACCOUNT,
  'windows-registry-key': WINDOWS_REGISTRY_KEY,
  'x509-certificate': X509_CERTIFICATE,
  'extension-definition': EXTENSION_DEFINITION,
  'language-content': LANGUAGE_CONTENT,
  'marking-definition': MARKING_DEFINITION,
} as const satisfies Readonly<Record<string, ObjectDefinition>>;

/** The name of an object type of STIX 2.1. */
export type KnownType = keyof typeof DEFINITIONS;

/** The definition of `type`; undefined where STIX 2.1 has none. */
export function definitionOf(type: string): ObjectDefinition | undefined {
  return Object.hasOwn(DEFINITIONS, type) ? DEFINITIONS[type as KnownType] : undefined;
}
