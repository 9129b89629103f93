import { flag, hashes, integer, record, text, timestamp } from '../../schema/property.ts';
import { observableObject } from '../define.ts';

/** Section 6.18.2. */
const v3Extensions = () =>
  record({
    basic_constraints: text(),
    name_constraints: text(),
    policy_constraints: text(),
    key_usage: text(),
    extended_key_usage: text(),
    subject_key_identifier: text(),
    authority_key_identifier: text(),
    subject_alternative_name: text(),
    issuer_alternative_name: text(),
    subject_directory_attributes: text(),
    crl_distribution_points: text(),
    inhibit_any_policy: text(),
    private_key_usage_period_not_before: timestamp(),
    private_key_usage_period_not_after: timestamp(),
    certificate_policies: text(),
    policy_mappings: text(),
  });

/** The SCO `x509-certificate` (STIX 2.1 section 6.18). */
export const X509_CERTIFICATE = observableObject(
  'x509-certificate',
  {
    section: '6.18',
    identity: ['hashes', 'serial_number'],
    demands: [
      {
        kind: 'some-of',
        names: [
          'extensions',
          'is_self_signed',
          'hashes',
          'version',
          'serial_number',
          'signature_algorithm',
          'issuer',
          'validity_not_before',
          'validity_not_after',
          'subject',
          'subject_public_key_algorithm',
          'subject_public_key_modulus',
          'subject_public_key_exponent',
          'x509_v3_extensions',
        ],
      },
    ],
  },
  {
    is_self_signed: flag(),
    hashes: hashes(),
    version: text(),
    serial_number: text(),
    signature_algorithm: text(),
    issuer: text(),
    validity_not_before: timestamp(),
    validity_not_after: timestamp(),
    subject: text(),
    subject_public_key_algorithm: text(),
    subject_public_key_modulus: text(),
    subject_public_key_exponent: integer(),
    x509_v3_extensions: v3Extensions(),
  },
);
