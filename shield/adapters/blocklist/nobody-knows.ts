import type { BlocklistLookup } from '@dejfa/seclang';

/** Lets rules with `@rbl` be loaded where nobody is asked: they match nothing. */
export const NOBODY_KNOWS: BlocklistLookup = { answer: () => undefined };
