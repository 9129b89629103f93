import { PERSISTENT_COLLECTIONS } from '../transaction/state.ts';
import type { EffectDefinition } from './action.ts';

/**
 * Description: opens a collection that outlives the request: `initcol:ip=%{remote_addr}`. In this version the
 * collection is empty at the start of each transaction and dropped at its end; the load says so.
 */
export const initcol: EffectDefinition = ({ value }) => {
  const name = /^([A-Za-z]+)=/.exec(value ?? '')?.[1]?.toLowerCase();
  if (!PERSISTENT_COLLECTIONS.some((known) => known === name)) {
    return {
      kind: 'refused',
      message: `initcol cannot open '${value ?? ''}'`,
      help: 'write initcol:ip=%{remote_addr}',
    };
  }
  return () => undefined;
};
