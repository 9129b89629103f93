/** Above this many places a set is kept instead of one bit each. */
const BITMAP_LIMIT = 1 << 23;

/** Which places (an instruction at an offset, as one number) a search has been at. */
export class VisitedPlaces {
  readonly #bits: Uint32Array | null;
  readonly #set = new Set<number>();

  constructor(placeCount: number) {
    this.#bits = placeCount <= BITMAP_LIMIT ? new Uint32Array((placeCount >>> 5) + 1) : null;
  }

  /** Adds a place; false when it was there already. */
  add(place: number): boolean {
    if (this.#bits === null) {
      if (this.#set.has(place)) return false;
      this.#set.add(place);
      return true;
    }
    const word = this.#bits[place >>> 5] ?? 0;
    const bit = 1 << (place & 31);
    if ((word & bit) !== 0) return false;
    this.#bits[place >>> 5] = word | bit;
    return true;
  }

  remove(place: number): void {
    if (this.#bits === null) this.#set.delete(place);
    else this.#bits[place >>> 5] = (this.#bits[place >>> 5] ?? 0) & ~(1 << (place & 31));
  }
}
