import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { demoConfig, prepareLogs, replayDay, startPortal } from '@dejfa/demo';
import { PROJECT_ROOT } from '../../assembly/folders.ts';

/** The demonstration beside the shield: its e-service, and the day that is replayed. */
export interface DemoRun {
  readonly configText: string;
  /** Begins the replay; ends with the signal. */
  replay(signal: AbortSignal): Promise<void>;
  close(): Promise<void>;
}

/** Starts the portal and empties the demonstration's folder: each run begins with a new day. */
export async function prepareDemo(ports: {
  readonly gateway: number;
  readonly console: number;
}): Promise<DemoRun> {
  const folder = join(PROJECT_ROOT, '.dejfa/demo');
  const logFolder = join(folder, 'logs');
  await rm(folder, { recursive: true, force: true });
  await prepareLogs(logFolder);
  const portal = await startPortal(0);
  const configText = demoConfig({
    portalPort: portal.port,
    gatewayPort: ports.gateway,
    consolePort: ports.console,
    logFolder,
    storeFolder: join(folder, 'store'),
  });
  return {
    configText,
    replay: (signal) => replayDay({ gatewayPort: ports.gateway, logFolder, signal }),
    close: () => portal.close(),
  };
}
