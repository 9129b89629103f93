import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { demoConfig, prepareLogs, replayDay, startPortal } from '@dejfa/demo';

/** The demonstration beside the shield: its e-service, and the day that is replayed. */
export interface DemoRun {
  readonly configText: string;
  /** The same as a file, for commands beside it. */
  readonly configFile: string;
  /** Begins the replay; ends with the signal. */
  replay(signal: AbortSignal): Promise<void>;
  close(): Promise<void>;
}

/** Starts the portal and makes a folder for logs and store, gone when it is closed: each run begins with a new day. */
export async function prepareDemo(ports: {
  readonly gateway: number;
  readonly console: number;
}): Promise<DemoRun> {
  const folder = await mkdtemp(join(tmpdir(), 'dejfa-demo-'));
  const logFolder = join(folder, 'logs');
  await prepareLogs(logFolder);
  const portal = await startPortal(0);
  const configText = demoConfig({
    portalPort: portal.port,
    gatewayPort: ports.gateway,
    consolePort: ports.console,
    logFolder,
    storeFolder: join(folder, 'store'),
  });
  const configFile = join(folder, 'dejfa.yaml');
  await writeFile(configFile, configText, { mode: 0o600 });
  return {
    configText,
    configFile,
    replay: (signal) => replayDay({ gatewayPort: ports.gateway, logFolder, signal }),
    async close() {
      await portal.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
