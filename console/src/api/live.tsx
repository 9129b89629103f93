import { type InfiniteData, type QueryClient, useQueryClient } from '@tanstack/react-query';
import { createContext, type ReactNode, useContext, useEffect, useState, useSyncExternalStore } from 'react';
import type { Attempt } from '../../../shield/model/index.ts';
import type { AttemptQuery } from './attempt-query.ts';
import { LiveFeed, type LiveState } from './live-feed.ts';
import { mergeAttempts } from './merge-attempts.ts';
import type { AttemptPage } from './wire.ts';

const FeedContext = createContext<LiveFeed | null>(null);
const REFRESH_MS = 2_000;

/** Runs the feed while somebody is signed in, and keeps what was read from the API up to date with it. */
export function LiveProvider({ children }: { readonly children: ReactNode }) {
  const client = useQueryClient();
  const [feed] = useState(() => new LiveFeed());
  useEffect(() => {
    const refresh = throttledRefresh(client);
    const end = feed.listen({
      attempts(attempts) {
        mergeIntoPages(client, attempts);
        for (const { id } of attempts) void client.invalidateQueries({ queryKey: ['attempt', id] });
        refresh.soon();
      },
      incident() {
        for (const key of ['incidents', 'incident']) void client.invalidateQueries({ queryKey: [key] });
      },
      decision: () => void client.invalidateQueries({ queryKey: ['decisions'] }),
      reset: () => void client.invalidateQueries(),
    });
    feed.start();
    return () => {
      feed.stop();
      end();
      refresh.stop();
    };
  }, [client, feed]);
  return <FeedContext value={feed}>{children}</FeedContext>;
}

export function useLiveState(): LiveState {
  const feed = useContext(FeedContext);
  if (feed === null) throw new Error('useLiveState needs a LiveProvider above it');
  return useSyncExternalStore(feed.watch, feed.state);
}

/** Counts change with every attempt; reading them anew every two seconds is enough. */
function throttledRefresh(client: QueryClient): { soon(): void; stop(): void } {
  let timer: ReturnType<typeof setTimeout> | null = null;
  return {
    soon() {
      timer ??= setTimeout(() => {
        timer = null;
        for (const key of ['funnel', 'series', 'succeeded'])
          void client.invalidateQueries({ queryKey: [key] });
      }, REFRESH_MS);
    },
    stop() {
      if (timer !== null) clearTimeout(timer);
    },
  };
}

type Pages = InfiniteData<AttemptPage, string | null>;

/** Puts live attempts into every list on screen whose filter they meet; latest activity first. */
function mergeIntoPages(client: QueryClient, attempts: readonly Attempt[]): void {
  for (const [key, pages] of client.getQueriesData<Pages>({ queryKey: ['attempts'] })) {
    if (pages === undefined) continue;
    const query = (key[1] ?? {}) as AttemptQuery;
    client.setQueryData<Pages>(key, { ...pages, pages: mergeAttempts(pages.pages, attempts, query) });
  }
}
