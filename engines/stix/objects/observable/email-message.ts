import {
  dictionary,
  flag,
  list,
  record,
  reference,
  required,
  text,
  timestamp,
} from '../../schema/property.ts';
import { observableObject } from '../define.ts';

/** Section 6.6.2. */
const mimePart = () =>
  record(
    {
      body: text(),
      body_raw_ref: reference('artifact', 'file'),
      content_type: text(),
      content_disposition: text(),
    },
    [{ kind: 'exactly-one', names: ['body', 'body_raw_ref'] }],
  );

/** The SCO `email-message` (STIX 2.1 section 6.6). */
export const EMAIL_MESSAGE = observableObject(
  'email-message',
  {
    section: '6.6',
    identity: ['from_ref', 'subject', 'body'],
    demands: [
      { kind: 'forbids', name: 'is_multipart', equals: true, forbids: ['body'] },
      { kind: 'forbids', name: 'is_multipart', equals: false, forbids: ['body_multipart'] },
    ],
  },
  {
    is_multipart: required(flag()),
    date: timestamp(),
    content_type: text(),
    from_ref: reference('email-addr'),
    sender_ref: reference('email-addr'),
    to_refs: list(reference('email-addr')),
    cc_refs: list(reference('email-addr')),
    bcc_refs: list(reference('email-addr')),
    message_id: text(),
    subject: text(),
    received_lines: list(text()),
    additional_header_fields: dictionary(),
    body: text(),
    body_multipart: list(mimePart()),
    raw_email_ref: reference('artifact'),
  },
);
