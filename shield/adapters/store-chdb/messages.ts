import type { StoreErrorCode } from '../../ports/index.ts';
import type { Parameters } from '../../record/index.ts';

/** What the shield asks of the engine process. Bodies travel beside the message, as bytes. */
export type EngineRequest =
  | { readonly kind: 'open'; readonly path: string; readonly fsync: boolean; readonly library: string }
  | { readonly kind: 'select'; readonly sql: string; readonly params: Parameters }
  | { readonly kind: 'command'; readonly sql: string; readonly params: Parameters }
  /** Body: the payload of a journal frame. */
  | { readonly kind: 'insert' }
  /** Replays the journal, or moves it aside unread where replaying it has killed the engine before. */
  | { readonly kind: 'recover'; readonly setAside: boolean }
  | { readonly kind: 'close' };

/** What the process of the engine says to a request. */
export type EngineReply =
  /** Body: the rows of a select. `batches`: how many a recovery replayed. `notice`: something a person must know. */
  | { readonly kind: 'done'; readonly batches?: number; readonly notice?: string }
  | { readonly kind: 'failed'; readonly code: StoreErrorCode; readonly message: string };

/** A message and the bytes that go with it. */
export interface Envelope<T> {
  /** Pairs a reply with its request. */
  readonly id: number;
  readonly message: T;
  readonly body: Uint8Array;
}
