import type { Recorder, RecorderStatus, StoreBatch, StoreError } from '../../ports/index.ts';
import { rowsOf } from '../../record/index.ts';

/**
 * Stands in where the store could not be opened: the shield goes on guarding and nothing is counted, which `status`
 * says. `flush` resolves, so that logs are still read and searched.
 */
export class StoppedRecorder implements Recorder {
  readonly #reason: StoreError;
  #lostRows = 0;

  constructor(reason: StoreError) {
    this.#reason = reason;
  }

  accept(part: StoreBatch): void {
    this.#lostRows += rowsOf(part);
  }

  async flush(): Promise<void> {}

  status(): RecorderStatus {
    return {
      state: 'stopped',
      queuedRows: 0,
      lostRows: this.#lostRows,
      lastWriteMs: null,
      detail: this.#reason.message,
    };
  }
}
