/** Why a record cannot be decoded; thrown inside of the engine only, and caught at its edge. */
export class Damage extends Error {
  /** Bytes from the start of the chunk. */
  readonly at: number;
  readonly code: 'evtx.unreadable-record' | 'evtx.too-large';

  constructor(message: string, at: number, code: Damage['code'] = 'evtx.unreadable-record') {
    super(message);
    this.name = 'Damage';
    this.at = at;
    this.code = code;
  }
}
