import { PROJECT_FOLDERS } from '../../assembly/folders.ts';
import type { Notices } from '../../assembly/notices.ts';
import { Shield } from '../../assembly/shield.ts';
import type { CommandContext } from '../context.ts';
import { noteDemo } from '../running-demo.ts';
import { announce, narrate } from './announce.ts';
import { type GuardRequest, type GuardSettings, guardSettings, readSettings } from './guard-settings.ts';
import { watchForReload } from './watch-for-reload.ts';

export const VERSION = '0.1.0';

/** Runs the shield until the context's signal; then ends it in good order. */
export async function runGuard(context: CommandContext, request: GuardRequest): Promise<void> {
  const settings = await guardSettings(context, request);
  const notices = noticesOf(context, request.json);
  const { shield, addresses } = await Shield.start({
    config: settings.config,
    folders: PROJECT_FOLDERS,
    notices,
    simulated: settings.demo !== null,
    version: VERSION,
    resetPassword: request.resetPassword,
  });
  announce(context, { settings, addresses, status: shield.status(), json: request.json });
  const { demo } = settings;
  const forgetDemo = demo === null ? () => undefined : noteDemo(context.folders, demo.configFile);
  const stopNarrating = narrate(context, shield, request.json);
  const stopWatching =
    settings.file === null
      ? () => undefined
      : watchForReload(settings.file, () => reload(settings, shield, notices));
  const replay = demo?.replay(context.signal);
  await untilAborted(context.signal);
  notices.info('ending: finishing requests, keeping what was found');
  forgetDemo();
  stopWatching();
  stopNarrating();
  await replay;
  await shield.stop();
  await demo?.close();
}

/** A configuration with a mistake changes nothing; the mistakes are listed and the old one stays in force. */
async function reload({ file }: GuardSettings, shield: Shield, notices: Notices): Promise<void> {
  if (file === null) return;
  try {
    await shield.reload(await readSettings(file, file));
    notices.info(`${file} was read again and is in force`);
  } catch (error) {
    notices.warn(
      `the old configuration stays in force: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
}

function noticesOf({ stderr }: CommandContext, json: boolean): Notices {
  const write = (level: string) => (text: string) =>
    stderr.write(json ? `${JSON.stringify({ level, message: text })}\n` : `dejfa: ${text}\n`);
  return { info: write('info'), warn: write('warning') };
}

function untilAborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
}
