import type { Event, Signal } from '../model/index.ts';

/** What a signal takes over from its event. */
export function fromEvent(
  event: Event,
): Pick<Signal, 'timeMs' | 'eventId' | 'source' | 'service' | 'host' | 'actor'> {
  const { timeMs, id, source, service, host, actor } = event;
  return { timeMs, eventId: id, source, service, host, actor };
}
