import { loadMappings, loadSigma, type RuleCache, type SigmaEngine } from '@dejfa/sigma';
import { parseSigma } from '../../../engines/sigma/load.ts';
import { mappingSources, ruleSources } from '../cases.ts';
import { Comparison } from './compare.ts';
import { QuickOracle } from './quick-oracle.ts';
import { type RecordedLine, recordedFiles, recordedLines } from './recordings.ts';
import { respell } from './respell.ts';

/** How much is proved. */
export interface ProofSize {
  /** Folders of recordings. */
  readonly folders: readonly string[];
  /** Every how many files, and of those every how many records. */
  readonly everyFile: number;
  readonly everyRecord: number;
  /** Every how many of these records once more, its line written in another way; 0 for none. */
  readonly everyRespelled: number;
}

/**
 * All rules of the corpus over recordings: what the oracle, the plain engine and the scanner say of every record.
 * `onFolder` is told of the folder that was just read.
 */
export async function prove(
  size: ProofSize,
  onFolder: (folder: string, comparison: Comparison) => void,
): Promise<Comparison> {
  const { rules } = parseSigma(ruleSources());
  const { mappings } = loadMappings(mappingSources());
  const comparison = new Comparison({ oracle: new QuickOracle(rules), engine: keptEngine(), mappings });
  let count = 0;
  let turn = 0;
  for (const folder of size.folders) {
    const files = recordedFiles(folder).filter((_, at) => at % size.everyFile === 0);
    for await (const batch of recordedLines(files)) {
      const taken = batch.filter(() => count++ % size.everyRecord === 0);
      comparison.add(taken);
      const again = taken.filter(() => size.everyRespelled > 0 && ++turn % size.everyRespelled === 0);
      comparison.add(respelled(again, turn));
    }
    onFolder(folder, comparison);
  }
  return comparison;
}

/** Records whose lines are written in another way, each in one of its own. */
function respelled(records: readonly RecordedLine[], salt: number): readonly RecordedLine[] {
  return records.map((record, at) => ({
    ...record,
    place: `${record.place} respelled`,
    line: respell(record.fields, salt + at),
  }));
}

/** As at every start but the first: of rules that were kept, not of those that the oracle has. */
function keptEngine(): SigmaEngine {
  let kept: Uint8Array | null = null;
  const cache: RuleCache = {
    engine: 'proof',
    get: () => kept,
    set: (_, bytes) => {
      kept = bytes;
    },
  };
  loadSigma(ruleSources(), { cache });
  if (kept === null) throw new Error('the rules were not kept');
  return loadSigma(ruleSources(), { cache }).engine;
}
