import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Config } from '../config/index.ts';
import type { EventDetail } from '../ports/index.ts';
import { StoreError } from '../ports/index.ts';
import type { CommandContext } from './context.ts';
import { runningDemo } from './running-demo.ts';
import { UserError } from './user-error.ts';

/**
 * The event that a reference number leads to. Read from the store itself, or, where a running shield holds that, from
 * the shield. Throws `UserError` when it cannot be had: no such number, no store, or no answer.
 */
export async function eventByReference(
  context: CommandContext,
  config: Config,
  text: string,
): Promise<EventDetail> {
  const { parseReference } = await import('../model/index.ts');
  const reference = parseReference(text);
  if (reference === null) {
    throw new UserError(
      `${JSON.stringify(text.slice(0, 40))} is no reference number`,
      'it stands on the page of a refused visitor, like 4K2Q-9B3M-7XWZ',
    );
  }
  const detail =
    (await fromStore(context, config, reference)) ?? (await fromShield(context, config, reference));
  if (detail !== null && detail !== 'none') return detail;
  const days = Math.round(config.retention.eventsMs / 86_400_000);
  throw new UserError(
    `no event has the reference number ${reference}`,
    `events are kept for ${days} days (retention.events); after that nothing can be explained${hintOfDemo(context, reference)}`,
  );
}

/** What to type when the reference number may be of a demonstration that runs beside another configuration. */
function hintOfDemo({ folders }: CommandContext, reference: string): string {
  const demo = runningDemo(folders);
  return demo === null
    ? ''
    : `; if it is of the demonstration that runs: dejfa waf explain ${reference} --config ${demo}`;
}

/** `none`: the store knows no such number; null: somebody else holds the store. */
async function fromStore(
  context: CommandContext,
  { store }: Config,
  reference: string,
): Promise<EventDetail | 'none' | null> {
  const { clock, stderr } = context;
  if (store.kind === 'embedded' && !existsSync(join(store.path, 'engine'))) {
    throw new UserError(
      `there is no store in ${store.path}`,
      `name the configuration of the shield with --config${hintOfDemo(context, reference)}`,
    );
  }
  const { openEventStore } = await import('../adapters/open-store.ts');
  const { storeConfig } = await import('../assembly/open-records.ts');
  try {
    const notify = (note: string) => stderr.write(`dejfa: ${note}\n`);
    const open = await openEventStore(await storeConfig(store), { clock, notify });
    try {
      return (await open.byReference(reference)) ?? 'none';
    } finally {
      await open.close();
    }
  } catch (cause) {
    if (!(cause instanceof StoreError)) throw cause;
    if (cause.code === 'locked') return null;
    throw new UserError(cause.message, '', { cause });
  }
}

async function fromShield(
  context: CommandContext,
  config: Config,
  reference: string,
): Promise<EventDetail | 'none'> {
  const { askShield } = await import('./ask-shield.ts');
  const answer = await askShield(context, config, `/references/${reference}`);
  return answer.status === 404 ? 'none' : (answer.body as EventDetail);
}
