import {
  keepPreviousData,
  type QueryClient,
  useMutation,
  useQuery,
  useQueryClient,
} from '@tanstack/react-query';
import type {
  ExclusionChoice,
  ExclusionProposal,
  Explanation,
  StoredExclusion,
} from '../../../shield/ports/index.ts';
import { request } from './request.ts';

/** What an event was blocked for, and what could be excluded. */
export function useExplanation(eventId: string) {
  return useQuery({
    queryKey: ['explanation', eventId],
    queryFn: ({ signal }) =>
      request<{ readonly explanation: Explanation }>(`/events/${encodeURIComponent(eventId)}/explanation`, {
        signal,
      }),
    retry: false,
  });
}

/** What an exclusion would say and change. Null: nothing is chosen yet. */
export function useProposal(eventId: string, choice: ExclusionChoice | null) {
  return useQuery({
    queryKey: ['proposal', eventId, choice],
    queryFn: ({ signal }) =>
      request<{ readonly proposal: ExclusionProposal }>(
        `/events/${encodeURIComponent(eventId)}/exclusions/preview`,
        { method: 'POST', body: choice, signal },
      ),
    enabled: choice !== null,
    retry: false,
    placeholderData: keepPreviousData,
  });
}

export function useExclusions() {
  return useQuery({
    queryKey: ['exclusions'],
    queryFn: ({ signal }) =>
      request<{ readonly exclusions: readonly StoredExclusion[] }>('/exclusions', { signal }),
    refetchInterval: 30_000,
  });
}

export function useAddExclusion(eventId: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: ExclusionChoice & { readonly reason: string }) =>
      request<{ readonly exclusion: StoredExclusion }>(`/events/${encodeURIComponent(eventId)}/exclusions`, {
        method: 'POST',
        body,
      }),
    onSuccess: () => refresh(client),
  });
}

export function useRemoveExclusion() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (id: number) =>
      request<{ readonly exclusion: StoredExclusion }>(`/exclusions/${id}`, { method: 'DELETE' }),
    onSuccess: () => refresh(client),
  });
}

/**
 * What matches, and so what could be excluded, is another thing with other exclusions; it is asked for again when
 * somebody looks, and not while the dialog that changed it closes.
 */
async function refresh(client: QueryClient): Promise<void> {
  await client.invalidateQueries({ queryKey: ['explanation'], refetchType: 'none' });
  await client.invalidateQueries({ queryKey: ['proposal'], refetchType: 'none' });
  await client.invalidateQueries({ queryKey: ['exclusions'] });
}
