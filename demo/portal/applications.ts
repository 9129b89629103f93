/** Applications that citizens handed in, newest last; only the latest thousand are kept. */
export class Applications {
  readonly #kept: { readonly number: string; readonly name: string; readonly service: string }[] = [];
  #count = 0;

  get count(): number {
    return this.#count;
  }

  /** Returns the number that the citizen is given. */
  add(name: string, service: string): string {
    this.#count += 1;
    const number = `A-${String(this.#count).padStart(6, '0')}`;
    this.#kept.push({ number, name: name.slice(0, 200), service: service.slice(0, 200) });
    if (this.#kept.length > 1_000) this.#kept.shift();
    return number;
  }
}
