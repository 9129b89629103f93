import { isDeepStrictEqual } from 'node:util';
import type { Config } from '../config/index.ts';

/** Sections that are read at the start only: what they set up holds connections, files or counts that go on. */
const START_ONLY = {
  'listen.console': ({ listen }) => listen.console,
  'content.blocklists': ({ content }) => content.blocklists,
  counting: ({ counting }) => counting,
  store: ({ store }) => store,
  defuse: ({ defuse }) => defuse,
} as const satisfies Readonly<Record<string, (config: Config) => unknown>>;

/** Names the sections of a new configuration that a shield started with another one takes up at its next start. */
export function restartNeeds(started: Config, wanted: Config): readonly string[] {
  const changed = Object.entries(START_ONLY)
    .filter(([, section]) => !isDeepStrictEqual(section(started), section(wanted)))
    .map(([name]) => name);
  const hasNewGateway = started.listen.gateway.length === 0 && wanted.listen.gateway.length > 0;
  return hasNewGateway ? ['listen.gateway', ...changed] : changed;
}
