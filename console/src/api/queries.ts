import {
  keepPreviousData,
  type QueryClient,
  useInfiniteQuery,
  useMutation,
  useQuery,
  useQueryClient,
} from '@tanstack/react-query';
import type { Decision } from '../../../shield/model/index.ts';
import { type AttemptQuery, searchOf } from './attempt-query.ts';
import { request } from './request.ts';
import type {
  AttemptDetail,
  AttemptPage,
  DecisionPreview,
  DecisionRequest,
  DecisionsAnswer,
  FoundEvent,
  FunnelAnswer,
  FunnelWindow,
  IncidentDetail,
  IncidentsAnswer,
  Me,
  PackContent,
  SeriesAnswer,
  Status,
} from './wire.ts';

export function useMe() {
  return useQuery({
    queryKey: ['me'],
    queryFn: ({ signal }) => request<Me>('/me', { signal }),
    staleTime: 5 * 60_000,
  });
}

export function useLogin() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: { readonly name: string; readonly password: string }) =>
      request<Me>('/login', { method: 'POST', body }),
    onSuccess: (me) => client.setQueryData(['me'], me),
  });
}

export function useLogout() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => request<void>('/logout', { method: 'POST' }),
    onSuccess: () => {
      client.setQueryData<Me>(['me'], { account: null, expiresMs: null });
      // Nothing that was read stays behind for the next person at this screen.
      client.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== 'me' });
    },
  });
}

export function useFunnel(window: FunnelWindow) {
  return useQuery({
    queryKey: ['funnel', window],
    queryFn: ({ signal }) => request<FunnelAnswer>(`/funnel?window=${window}`, { signal }),
    refetchInterval: 10_000,
  });
}

export function useSeries(window: FunnelWindow) {
  return useQuery({
    queryKey: ['series', window],
    queryFn: ({ signal }) => request<SeriesAnswer>(`/funnel/series?window=${window}`, { signal }),
    refetchInterval: 15_000,
    placeholderData: keepPreviousData,
  });
}

export function useAttempts(query: AttemptQuery) {
  return useInfiniteQuery({
    queryKey: ['attempts', query],
    queryFn: ({ pageParam, signal }) => {
      const extra: Record<string, string> = pageParam === null ? {} : { before: pageParam };
      return request<AttemptPage>(`/attempts?${searchOf(query, extra)}`, { signal });
    },
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
    staleTime: 60_000,
  });
}

/** Attempts of the last day that are known to have succeeded: what a person must look at first. */
export function useSucceeded() {
  return useQuery({
    queryKey: ['succeeded'],
    queryFn: ({ signal }) => request<AttemptPage>('/attempts?outcome=succeeded&limit=20', { signal }),
    refetchInterval: 30_000,
  });
}

export function useAttempt(id: string) {
  return useQuery({
    queryKey: ['attempt', id],
    queryFn: ({ signal }) => request<AttemptDetail>(`/attempts/${encodeURIComponent(id)}`, { signal }),
  });
}

export function useReference(reference: string) {
  return useQuery({
    queryKey: ['reference', reference],
    queryFn: ({ signal }) => request<FoundEvent>(`/references/${encodeURIComponent(reference)}`, { signal }),
  });
}

export function useIncidents() {
  return useQuery({
    queryKey: ['incidents'],
    queryFn: ({ signal }) => request<IncidentsAnswer>('/incidents', { signal }),
    refetchInterval: 30_000,
  });
}

export function useIncident(id: string) {
  return useQuery({
    queryKey: ['incident', id],
    queryFn: ({ signal }) => request<IncidentDetail>(`/incidents/${encodeURIComponent(id)}`, { signal }),
  });
}

export function useStatus() {
  return useQuery({
    queryKey: ['status'],
    queryFn: ({ signal }) => request<Status>('/status', { signal }),
    refetchInterval: 10_000,
  });
}

export function useContent() {
  return useQuery({
    queryKey: ['content'],
    queryFn: ({ signal }) => request<{ readonly packs: readonly PackContent[] }>('/content', { signal }),
  });
}

export function useDecisions(state: 'active' | 'all') {
  return useQuery({
    queryKey: ['decisions', state],
    queryFn: ({ signal }) => request<DecisionsAnswer>(`/decisions?state=${state}`, { signal }),
    refetchInterval: 30_000,
  });
}

export function usePreview(scope: string) {
  return useQuery({
    queryKey: ['preview', scope],
    queryFn: ({ signal }) =>
      request<DecisionPreview>('/decisions/preview', { method: 'POST', body: { scope }, signal }),
    enabled: scope !== '',
    retry: false,
    placeholderData: keepPreviousData,
  });
}

export function useAddDecision() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: DecisionRequest) =>
      request<{ readonly decision: Decision }>('/decisions', { method: 'POST', body }),
    onSuccess: () => refreshDecisions(client),
  });
}

export function useRevokeDecision() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (id: string) =>
      request<{ readonly decision: Decision }>(`/decisions/${encodeURIComponent(id)}`, { method: 'DELETE' }),
    onSuccess: () => refreshDecisions(client),
  });
}

function refreshDecisions(client: QueryClient): Promise<void> {
  return client.invalidateQueries({ queryKey: ['decisions'] });
}
