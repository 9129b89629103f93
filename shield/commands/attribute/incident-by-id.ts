import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Config } from '../../config/index.ts';
import type { Incident } from '../../model/index.ts';
import { StoreError } from '../../ports/index.ts';
import type { CommandContext } from '../context.ts';
import { UserError } from '../user-error.ts';

/**
 * An incident, read from the store itself or, where a running shield holds that, from the shield. Throws `UserError`
 * where there is none of this identifier.
 */
export async function incidentById(context: CommandContext, config: Config, id: string): Promise<Incident> {
  const incident = await fromStore(context, config, id);
  if (incident !== null) return incident;
  throw new UserError(
    `no incident has the identifier ${JSON.stringify(id.slice(0, 60))}`,
    'the console lists them; they are dropped after the time that retention sets',
  );
}

async function fromStore(context: CommandContext, config: Config, id: string): Promise<Incident | null> {
  const { store } = config;
  if (store.kind === 'embedded' && !existsSync(join(store.path, 'engine')))
    throw new UserError(
      `there is no store in ${store.path}`,
      'name the configuration of the shield with --config',
    );
  const { openEventStore } = await import('../../adapters/open-store.ts');
  const { storeConfig } = await import('../../assembly/open-records.ts');
  try {
    const notify = (note: string) => context.stderr.write(`dejfa: ${note}\n`);
    const open = await openEventStore(await storeConfig(store), { clock: context.clock, notify });
    try {
      return await open.incident(id);
    } finally {
      await open.close();
    }
  } catch (cause) {
    if (!(cause instanceof StoreError)) throw cause;
    if (cause.code === 'locked') return fromShield(context, config, id);
    throw new UserError(cause.message, '', { cause });
  }
}

async function fromShield(context: CommandContext, config: Config, id: string): Promise<Incident | null> {
  const { askShield } = await import('../ask-shield.ts');
  const answer = await askShield(context, config, `/incidents/${encodeURIComponent(id)}`);
  return answer.status === 404 ? null : (answer.body as { readonly incident: Incident }).incident;
}
