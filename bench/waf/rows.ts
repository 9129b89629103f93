import { median, type OwnFigures } from './figures.ts';
import type { PeerFigures } from './peer-figures.ts';

/** The goals of the project: how many times less than libmodsecurity. */
const GOALS: Readonly<Record<string, number>> = { get: 30, form: 30, json: 60, sqli: 30 };

/** Both engines at one paranoia level. */
export interface Rows {
  readonly paranoia: number;
  readonly rows: readonly Row[];
}

/** Both engines with one request; µs are medians of all rounds. */
export interface Row extends OwnFigures {
  readonly peerUs: number;
  /** libmodsecurity's time divided by ours, for the same bytes each time. */
  readonly ratio: number;
  readonly freshRatio: number;
  readonly goal: number;
}

export function rowsOf(
  paranoia: number,
  peer: readonly (readonly PeerFigures[])[],
  own: readonly (readonly OwnFigures[])[],
): Rows {
  const rows = (own[0] ?? []).map(({ request, bytes }) => {
    const peerUs = median(figuresOf(peer, request).map(({ us_per_request }) => us_per_request));
    const ours = figuresOf(own, request);
    const cpuUs = median(ours.map((figures) => figures.cpuUs));
    const freshUs = median(ours.map((figures) => figures.freshUs));
    const floorUs = median(ours.map((figures) => figures.floorUs));
    const [ratio, freshRatio] = [peerUs / cpuUs, peerUs / freshUs];
    return {
      ...{ request, bytes, peerUs, cpuUs, freshUs, floorUs, ratio, freshRatio },
      goal: GOALS[request] ?? Number.NaN,
    };
  });
  return { paranoia, rows };
}

function figuresOf<T extends { readonly request: string }>(
  rounds: readonly (readonly T[])[],
  request: string,
): readonly T[] {
  return rounds.flatMap((figures) => figures.filter((one) => one.request === request));
}
