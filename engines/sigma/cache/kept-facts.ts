import type { SigmaFileCounts } from '../api.ts';
import type { ParsedSigma } from '../load.ts';
import { faulty, listOf, numberOf, recordOf, textOf, writeNumber } from './kept-value.ts';

/** What is known of rules besides the rules. */
export type SigmaFacts = Omit<ParsedSigma, 'rules'>;

/** Maps, sets and odd numbers stand in an object with one key of these, which no data has. */
const MAP = '$map';
const SET = '$set';
const NUMBER = '$number';

/** As {@link readFacts} reads it. Counts of files, of which there are many, stand by themselves. */
export function writeFacts({ files, ...facts }: SigmaFacts): readonly string[] {
  const counts = [...files].map(([path, { read, loaded, rejected, disabled }]) => {
    return [path, read, loaded, rejected, disabled];
  });
  return [JSON.stringify(counts), JSON.stringify(facts, (_, value: unknown) => writeValue(value))];
}

function writeValue(value: unknown): unknown {
  if (value instanceof Map) return { [MAP]: [...value] };
  if (value instanceof Set) return { [SET]: [...value] };
  if (typeof value !== 'number') return value;
  const number = writeNumber(value);
  return typeof number === 'number' ? number : { [NUMBER]: number };
}

/** The facts that were written; throws `KeptFault`, and `SyntaxError` on what is no JSON. */
export function readFacts([counts = '', facts = '']: readonly string[]): SigmaFacts {
  const files = new Map(listOf(JSON.parse(counts)).map(readCounts));
  const value: unknown = JSON.parse(facts, (_, inner: unknown) => readValue(inner));
  return isFacts(value) ? { ...value, files } : faulty();
}

function readValue(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (MAP in value) return new Map(listOf(value[MAP]).map(readPair));
  if (SET in value) return new Set(listOf(value[SET]));
  return NUMBER in value ? numberOf(value[NUMBER]) : value;
}

function readPair(pair: unknown): readonly [unknown, unknown] {
  const [key, value] = listOf(pair);
  return [key, value];
}

function readCounts(kept: unknown): readonly [string, SigmaFileCounts] {
  const [path, ...numbers] = listOf(kept);
  const [read = 0, loaded = 0, rejected = 0, disabled = 0] = numbers.map(numberOf);
  return [textOf(path), { read, loaded, rejected, disabled }];
}

/** Looks no deeper than the kinds of its parts: what it is read from has its digest before it. */
function isFacts(value: unknown): value is Omit<SigmaFacts, 'files'> {
  const { diagnostics, counts, disabled, correlations, filters, onlyCorrelated } = recordOf(value);
  const lists = [diagnostics, disabled, correlations, filters];
  const { read, loaded, rejected } = recordOf(counts);
  return (
    lists.every(Array.isArray) &&
    onlyCorrelated instanceof Set &&
    [read, loaded, rejected].every((number) => typeof number === 'number')
  );
}
