const PAGE_BITS = 12;
const PAGE_WORDS = 1 << (PAGE_BITS - 5);

/** Which places (an instruction at an offset, as one number) a search has been at; kept by pages that are asked for. */
export class VisitedPlaces {
  readonly #pages = new Map<number, Uint32Array>();
  #lastNumber = -1;
  #lastPage: Uint32Array = new Uint32Array(0);

  /** Adds a place; false when it was there already. */
  add(place: number): boolean {
    const page = this.#page(place);
    const offset = place % (1 << PAGE_BITS);
    const word = page[offset >>> 5] ?? 0;
    const bit = 1 << (offset & 31);
    if ((word & bit) !== 0) return false;
    page[offset >>> 5] = word | bit;
    return true;
  }

  remove(place: number): void {
    const page = this.#page(place);
    const offset = place % (1 << PAGE_BITS);
    page[offset >>> 5] = (page[offset >>> 5] ?? 0) & ~(1 << (offset & 31));
  }

  #page(place: number): Uint32Array {
    // Places may be above 2^31, where shifting goes wrong.
    const number = Math.floor(place / (1 << PAGE_BITS));
    if (number === this.#lastNumber) return this.#lastPage;
    let page = this.#pages.get(number);
    if (page === undefined) {
      page = new Uint32Array(PAGE_WORDS);
      this.#pages.set(number, page);
    }
    this.#lastNumber = number;
    this.#lastPage = page;
    return page;
  }
}
