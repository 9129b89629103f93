import { join } from 'node:path';
import { startNginx } from './nginx.ts';
import { type Served, startScript } from './process.ts';

/** Something that stands between the load and the upstream. */
export interface Contestant {
  readonly name: string;
  start(upstreamPort: number): Promise<Served>;
}

/** The proxies that can be started here; `guard` is the module of the gateway with rules. */
export function contestants(nginx: string | null, guard: string): readonly Contestant[] {
  const ours = (args: readonly string[]) => (port: number) =>
    startScript(script('serve-gateway.ts'), [String(port), ...args]);
  return [
    ...(nginx === null
      ? []
      : [{ name: 'nginx, plain proxy', start: (port: number) => startNginx(nginx, port) }]),
    {
      name: 'undici dispatch alone (floor)',
      start: (port) => startScript(script('serve-floor.ts'), [String(port)]),
    },
    { name: 'dejfa gateway, rules off', start: ours([]) },
    { name: 'dejfa gateway, rules on', start: ours([guard]) },
  ];
}

/** What stands behind every proxy. */
export function startUpstream(nginx: string | null): Promise<Served> {
  return nginx === null ? startScript(script('serve-upstream.ts'), []) : startNginx(nginx, null);
}

function script(name: string): string {
  return join(import.meta.dirname, name);
}
