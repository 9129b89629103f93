import { type Diagnostic, excerptOf, type Place } from '@dejfa/diagnostics';

/** What is to be said about a place; the excerpt is added from the source. */
export interface Report {
  readonly code: `seclang.${string}`;
  readonly severity: Diagnostic['severity'];
  readonly message: string;
  readonly place: Place;
  readonly help?: string;
}

/** Collects the diagnostics of one load; owns the sources that excerpts are cut from. */
export class Reporter {
  readonly #sources = new Map<string, string>();
  readonly #diagnostics: Diagnostic[] = [];

  addSource(file: string, text: string): void {
    this.#sources.set(file, withoutKeys(text));
  }

  report(report: Report): void {
    const excerpt = excerptOf(this.#sources.get(report.place.file) ?? '', report.place);
    this.#diagnostics.push(excerpt === '' ? report : { ...report, excerpt });
  }

  get diagnostics(): readonly Diagnostic[] {
    return this.#diagnostics;
  }
}

/** The text with stars for each `SecHttpBlKey`: diagnostics go into logs and onto screens, and the key is a secret. */
function withoutKeys(text: string): string {
  return text.replace(
    /^([ \t]*SecHttpBlKey(?:[ \t]|\\\r?\n)+)(\S.*)$/gim,
    (_, before: string, key: string) => before + key.replace(/[^\s"']/g, '*'),
  );
}
