import type { BlocklistLookup } from '../api.ts';
import { describeListing } from '../blocklist/listing.ts';
import { isDomainName, questionOf } from '../blocklist/question.ts';
import type { MatchTarget, OperatorDefinition } from './operator.ts';

/**
 * Description: the value, an address or a domain name, is on a block list that answers over DNS. The engine asks
 * nobody: it takes what the look-up knows already, and where that does not know, the value is not on the list. Of
 * http:BL (`dnsbl.httpbl.org`), which `SecHttpBlKey` is for, addresses of IPv4 alone are known. Only answers in
 * 127.0.0.0/8 count, and none by which uribl.com or spamhaus.org refuse to answer. Refused where the rules are loaded
 * without a look-up.
 * Arguments: the domain name of the list; macros are not expanded.
 * Returns: true when it is listed; `capture` puts into TX.0 where and as what, without the key.
 * Example: `SecRule REMOTE_ADDR "@rbl dnsbl.example.org" "id:1,phase:1,capture,pass,log,msg:'%{tx.0}'"`.
 */
export const rbl: OperatorDefinition = ({ argument, blocklists, httpBlKey = null }) => {
  if (blocklists == null) {
    return {
      kind: 'refused',
      unsupported: true,
      message: 'it asks a block list over DNS, and the engine has no network',
    };
  }
  const list = argument.trim();
  if (!isDomainName(list)) {
    return {
      kind: 'refused',
      message: `${JSON.stringify(argument)} is no domain name`,
      help: 'write the name of one list, for example @rbl dnsbl.example.org',
    };
  }
  const listingOf = (value: string) => listedAs(value, { list, blocklists, httpBlKey });
  return {
    kind: 'operator',
    test: (value) => listingOf(value) !== null,
    locate: (value, _scope, target) => {
      const listing = listingOf(value);
      if (listing === null) return null;
      const text = `RBL lookup of ${listing.shown} succeeded at ${nameOf(target)}${listing.text}`;
      return { index: 0, length: value.length, captures: [text] };
    },
  };
};

interface Asked {
  readonly list: string;
  readonly blocklists: BlocklistLookup;
  readonly httpBlKey: string | null;
}

function listedAs(
  value: string,
  { list, blocklists, httpBlKey }: Asked,
): { readonly shown: string; readonly text: string } | null {
  const question = questionOf(list, value, httpBlKey);
  if (question === null) return null;
  const answer = blocklists.answer(question.name);
  const text = answer == null ? null : describeListing(list, answer);
  return text === null ? null : { shown: question.shown, text };
}

function nameOf(target: MatchTarget | undefined): string {
  if (target === undefined) return 'the value';
  return target.key === null ? target.collection : `${target.collection}:${target.key}`;
}
