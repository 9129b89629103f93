import type { Bus, Topics } from '../../ports/index.ts';

type Receiver = (values: readonly never[]) => void;

/**
 * Fan-out within the process. Receivers are called in turn, after the publisher has gone on; one that throws is
 * reported by `failed` and does not keep the others from theirs.
 */
export function createMemoryBus(failed: (error: unknown) => void): Bus {
  const receivers = new Map<keyof Topics, Set<Receiver>>();
  return {
    publish(topic, values) {
      const listening = receivers.get(topic);
      if (values.length === 0 || listening === undefined || listening.size === 0) return;
      queueMicrotask(() => {
        for (const receive of listening) {
          try {
            receive(values as readonly never[]);
          } catch (error) {
            failed(error);
          }
        }
      });
    },
    subscribe(topic, receive) {
      const listening = receivers.get(topic) ?? new Set();
      receivers.set(topic, listening);
      listening.add(receive as Receiver);
      return () => listening.delete(receive as Receiver);
    },
  };
}
