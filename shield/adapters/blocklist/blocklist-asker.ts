import { Resolver } from 'node:dns/promises';
import type { BlocklistLookup, BlocklistUse } from '@dejfa/seclang';
import type { BlocklistStatus, Clock } from '../../ports/index.ts';
import { isSpecialAddress } from '../geo/index.ts';
import { AnswerCache } from './answer-cache.ts';

/** How block lists are asked. */
export interface BlocklistOptions {
  /** Longest that a request waits for answers. */
  readonly timeoutMs: number;
  /** Resolvers, as `address` or `address:port`; none: those of the system. */
  readonly servers: readonly string[];
  readonly clock: Clock;
  /** Told once of what a person should know. */
  readonly warn: (text: string) => void;
  /** Most answers that are kept; 10,000 where absent. */
  readonly keptAnswers?: number;
  /** Most questions under way at a time; 100 where absent. */
  readonly openQuestions?: number;
}

/** An answer is taken for at least and at most this long, whatever its time to live. */
const LISTED_MS = { least: 60_000, most: 3_600_000 };
/** Node does not tell for how long a list says that there is nothing (RFC 2308 §5). */
const NOT_LISTED_MS = 300_000;
/** A list that did not answer about a client is not asked about it again for this long. */
const UNANSWERED_MS = 30_000;
/** After so many questions without an answer in a row nothing is asked for a while, and no request waits. */
const FAILURES_IN_A_ROW = 5;
const PAUSE_MS = 10_000;

const NOT_THERE: ReadonlySet<string> = new Set(['ENOTFOUND', 'ENODATA']);

/** Asks block lists over DNS about clients before their requests are inspected, and keeps what they answer. */
export class BlocklistAsker implements BlocklistLookup {
  readonly #options: BlocklistOptions;
  readonly #resolver: Resolver;
  readonly #answers: AnswerCache;
  readonly #open = new Map<string, Promise<void>>();
  #failures = 0;
  #pausedUntilMs = 0;
  readonly #counts = { asked: 0, listed: 0, unanswered: 0, ignored: 0, late: 0, notAsked: 0 };

  constructor(options: BlocklistOptions) {
    this.#options = options;
    this.#answers = new AnswerCache(options.keptAnswers ?? 10_000);
    this.#resolver = new Resolver({ timeout: options.timeoutMs, tries: 1 });
    if (options.servers.length > 0) this.#resolver.setServers(options.servers);
  }

  answer(name: string): string | null | undefined {
    return this.#answers.get(name.toLowerCase(), this.#nowMs());
  }

  /**
   * Asks what the rules may want to know of a client; null where nothing is to be waited for. Resolves when all
   * answers are there, at the latest after the timeout; what comes later is kept for the next request. Never rejects.
   */
  ask(address: string, use: BlocklistUse): Promise<void> | null {
    if (use.lists.length === 0 || isSpecialAddress(address)) return null;
    const nowMs = this.#nowMs();
    const waiting: Promise<void>[] = [];
    for (const question of use.questions(address)) {
      const name = question.toLowerCase();
      if (this.#answers.has(name, nowMs)) continue;
      const open = this.#open.get(name) ?? this.#begin(name, nowMs);
      if (open !== null) waiting.push(open);
    }
    return waiting.length === 0 ? null : this.#atMost(Promise.all(waiting));
  }

  status(): BlocklistStatus {
    return { ...this.#counts, kept: this.#answers.size, paused: this.#pausedUntilMs > this.#nowMs() };
  }

  /** Ends the questions under way. */
  close(): void {
    this.#resolver.cancel();
  }

  #begin(name: string, nowMs: number): Promise<void> | null {
    if (nowMs < this.#pausedUntilMs || this.#open.size >= (this.#options.openQuestions ?? 100)) {
      this.#counts.notAsked += 1;
      return null;
    }
    this.#counts.asked += 1;
    const asked = this.#question(name).finally(() => this.#open.delete(name));
    this.#open.set(name, asked);
    return asked;
  }

  async #question(name: string): Promise<void> {
    try {
      const records = await this.#resolver.resolve4(name, { ttl: true });
      this.#failures = 0;
      this.#keep(name, records);
    } catch (error) {
      if (NOT_THERE.has((error as NodeJS.ErrnoException).code ?? '')) {
        this.#failures = 0;
        this.#answers.set(name, null, this.#nowMs() + NOT_LISTED_MS);
      } else this.#unanswered(name);
    }
  }

  #keep(name: string, records: readonly { readonly address: string; readonly ttl: number }[]): void {
    const listing = records.find(({ address }) => address.startsWith('127.'));
    if (records.some(({ address }) => !address.startsWith('127.'))) this.#ignored();
    if (listing === undefined) {
      this.#answers.set(name, null, this.#nowMs() + NOT_LISTED_MS);
      return;
    }
    this.#counts.listed += 1;
    const ttlMs = Math.min(Math.max(listing.ttl * 1000, LISTED_MS.least), LISTED_MS.most);
    this.#answers.set(name, listing.address, this.#nowMs() + ttlMs);
  }

  #ignored(): void {
    this.#counts.ignored += 1;
    if (this.#counts.ignored > 1) return;
    this.#options.warn(
      'a block list answers with addresses outside of 127.0.0.0/8, which list nobody: its domain may have been given up, or the resolver makes up answers; these are not counted as listings',
    );
  }

  #unanswered(name: string): void {
    const nowMs = this.#nowMs();
    this.#counts.unanswered += 1;
    this.#failures += 1;
    this.#answers.set(name, undefined, nowMs + UNANSWERED_MS);
    if (this.#failures < FAILURES_IN_A_ROW) return;
    this.#failures = 0;
    this.#pausedUntilMs = nowMs + PAUSE_MS;
  }

  #atMost(answers: Promise<unknown>): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(() => {
        this.#counts.late += 1;
        resolve();
      }, this.#options.timeoutMs);
      void answers.then(() => {
        clearTimeout(timer);
        resolve();
      });
    });
  }

  #nowMs(): number {
    return this.#options.clock.nowMs();
  }
}
