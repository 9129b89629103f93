import type { BlocklistUse } from '../api.ts';
import type { ChainNode } from '../ast/chain.ts';
import { toBytes } from '../lexer/bytes.ts';
import { questionOf } from './question.ts';

/** Which lists the `@rbl` of these rules name, and what they may ask about an address. */
export function blocklistsOf(chains: readonly ChainNode[], httpBlKey: string | null): BlocklistUse {
  const named = chains.flatMap(({ links }) =>
    links.flatMap(({ operator }) =>
      operator?.name.toLowerCase() === 'rbl' ? [toBytes(operator.argument).trim()] : [],
    ),
  );
  const lists = [...new Set(named)];
  return {
    lists,
    questions: (address) => lists.flatMap((list) => questionOf(list, address, httpBlKey)?.name ?? []),
  };
}
