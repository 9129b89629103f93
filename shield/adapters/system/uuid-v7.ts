import { randomFillSync } from 'node:crypto';
import type { Clock, IdSource } from '../../ports/index.ts';

const POOL_BYTES = 8 * 1024;
const RANDOM_BYTES = 8;
const COUNTER_LIMIT = 0x1000;

/**
 * UUIDs version 7 (RFC 9562 §5.7): 48 bits of milliseconds, 12 bits that count within one (§6.2 method 1), 62 random
 * bits. They sort by time of making, also within a millisecond and when the clock goes back.
 */
export function createUuidV7(clock: Clock): IdSource {
  const pool = Buffer.alloc(POOL_BYTES);
  let used = POOL_BYTES;
  let lastMs = 0;
  let counter = 0;

  function stamp(): void {
    const nowMs = clock.nowMs();
    if (nowMs > lastMs) {
      lastMs = nowMs;
      counter = 0;
    } else {
      counter += 1;
      if (counter === COUNTER_LIMIT) {
        lastMs += 1;
        counter = 0;
      }
    }
  }

  return {
    next() {
      stamp();
      if (used === POOL_BYTES) {
        randomFillSync(pool);
        used = 0;
      }
      const time = lastMs.toString(16).padStart(12, '0');
      const random = pool.toString('hex', used, used + RANDOM_BYTES);
      used += RANDOM_BYTES;
      const variant = (8 + (Number.parseInt(random.slice(0, 1), 16) & 3)).toString(16);
      return `${time.slice(0, 8)}-${time.slice(8)}-7${counter.toString(16).padStart(3, '0')}-${variant}${random.slice(1, 4)}-${random.slice(4)}`;
    },
  };
}
