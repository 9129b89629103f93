import type { Attempt, Incident } from '../../../../shield/model/index.ts';
import { useIncidents, useStatus, useSucceeded } from '../../api/queries.ts';
import type { Status } from '../../api/wire.ts';

/** Something that waits for a person. `alarm`: now; `attention`: when there is time. */
export type Need =
  | { readonly kind: 'succeeded'; readonly tone: 'alarm'; readonly attempt: Attempt }
  | { readonly kind: 'incident'; readonly tone: 'alarm' | 'attention'; readonly incident: Incident }
  | {
      readonly kind: 'service-down';
      readonly tone: 'attention';
      readonly name: string;
      readonly detail: string;
    }
  | {
      readonly kind: 'source-failed';
      readonly tone: 'attention';
      readonly name: string;
      readonly detail: string;
    }
  | { readonly kind: 'recorder'; readonly tone: 'alarm' | 'attention'; readonly detail: string }
  | { readonly kind: 'audit-log'; readonly tone: 'attention'; readonly detail: string }
  | { readonly kind: 'store'; readonly tone: 'alarm'; readonly detail: string }
  | { readonly kind: 'refused'; readonly tone: 'attention'; readonly name: string; readonly count: number };

/** `failed`: part of it could not be read, so that nobody can say that nothing waits. */
export type Needs =
  | { readonly kind: 'reading' }
  | { readonly kind: 'failed'; readonly error: unknown }
  | { readonly kind: 'known'; readonly list: readonly Need[] };

/** Everything that waits for a person, most urgent first. */
export function useNeeds(): Needs {
  const status = useStatus();
  const succeeded = useSucceeded();
  const incidents = useIncidents();
  const error = status.error ?? succeeded.error ?? incidents.error;
  if (error !== null) return { kind: 'failed', error };
  if (status.data === undefined || succeeded.data === undefined || incidents.data === undefined)
    return { kind: 'reading' };
  const needs = [
    ...succeeded.data.attempts.map((attempt): Need => ({ kind: 'succeeded', tone: 'alarm', attempt })),
    ...incidents.data.incidents.filter(({ state }) => state === 'new').map(needOfIncident),
    ...needsOfStatus(status.data),
  ];
  return {
    kind: 'known',
    list: needs.toSorted((a, b) => Number(b.tone === 'alarm') - Number(a.tone === 'alarm')),
  };
}

function needOfIncident(incident: Incident): Need {
  const isUrgent = incident.severity === 'critical' || incident.severity === 'high';
  return { kind: 'incident', tone: isUrgent ? 'alarm' : 'attention', incident };
}

function needsOfStatus({ store, recorder, auditLog, services, sources, packs }: Status): Need[] {
  const needs: Need[] = [];
  if (store.state === 'failed') needs.push({ kind: 'store', tone: 'alarm', detail: store.detail });
  if (recorder.state !== 'recording')
    needs.push({
      kind: 'recorder',
      tone: recorder.state === 'stopped' ? 'alarm' : 'attention',
      detail: recorder.detail ?? '',
    });
  if (auditLog?.state === 'retrying')
    needs.push({ kind: 'audit-log', tone: 'attention', detail: auditLog.detail ?? '' });
  for (const { name, upstream } of services)
    if (upstream.state === 'down')
      needs.push({ kind: 'service-down', tone: 'attention', name, detail: upstream.detail ?? upstream.url });
  for (const { name, state, error } of sources)
    if (state === 'failed')
      needs.push({ kind: 'source-failed', tone: 'attention', name, detail: error ?? '' });
  for (const { name, rules } of packs)
    if (rules.refused > 0) needs.push({ kind: 'refused', tone: 'attention', name, count: rules.refused });
  return needs;
}
