import { binary, hashes, oneOf, text } from '../../schema/property.ts';
import { observableObject } from '../define.ts';

/** The SCO `artifact` (STIX 2.1 section 6.1). */
export const ARTIFACT = observableObject(
  'artifact',
  {
    section: '6.1',
    identity: ['hashes', 'payload_bin'],
    demands: [
      { kind: 'exactly-one', names: ['payload_bin', 'url'] },
      { kind: 'needs', name: 'url', needs: ['hashes'] },
      { kind: 'needs', name: 'decryption_key', needs: ['encryption_algorithm'] },
    ],
  },
  {
    mime_type: text(),
    payload_bin: binary(),
    url: text(),
    hashes: hashes(),
    encryption_algorithm: oneOf('AES-256-GCM', 'ChaCha20-Poly1305', 'mime-type-indicated'),
    decryption_key: text(),
  },
);
