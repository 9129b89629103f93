import type { Comparison } from '../../conformance/sigma/whole/compare.ts';
import { prove } from '../../conformance/sigma/whole/prove.ts';
import { RECORDINGS } from '../../conformance/sigma/whole/recordings.ts';
import type { Benchmark } from '../benchmark.ts';

const SHOWN = 20;

/**
 * `--only=otrf,evtx,zeek` folders, `--every=N` every nth record only. No figure of speed: it says on how many records the
 * oracle, the plain engine and the scanner agree, and where they do not. Ends with 1 where they do not.
 */
export const benchmark: Benchmark = {
  about: 'Sigma: the oracle, the plain engine and the scanner over all recordings',
  async run(args) {
    const option = (name: string) => args.find((arg) => arg.startsWith(`--${name}=`))?.slice(name.length + 3);
    const folders = option('only')?.split(',') ?? RECORDINGS;
    const size = { folders, everyFile: 1, everyRecord: Number(option('every') ?? 1), everyRespelled: 10 };
    const startedMs = performance.now();
    const rows: string[] = [];
    let before: Comparison['tally'] | null = null;
    const comparison = await prove(size, (folder, { tally, differences }) => {
      const seconds = ((performance.now() - startedMs) / 1000).toFixed(0);
      const of = (name: keyof Comparison['tally']) => tally[name] - (before?.[name] ?? 0);
      const counts = [
        of('records'),
        of('scanned'),
        of('leftToPlain'),
        of('unrouted'),
        of('matched'),
        of('hits'),
      ];
      rows.push(`| ${[folder, ...counts, differences.length].join(' | ')} |`);
      before = { ...tally };
      console.log(`${folder}: ${tally.records} records, ${differences.length} differences, ${seconds} s`);
    });
    const { differences, tally, fired } = comparison;
    if (differences.length > 0) process.exitCode = 1;
    const head = [
      'Every record through the oracle, the plain engine and the scanner: identifiers of rules, what matched, and the',
      'event with its mapped fields. Lines of JSON are judged twice: as the shield reads them, and as they stand; one in ten',
      'once more, with other blanks and escapes.',
      '',
      '| recordings | records | scanned | left to the plain engine | without a log source | with hits | hits | differences so far |',
      '|---|---|---|---|---|---|---|---|',
    ];
    return {
      report: [
        ...head,
        ...rows,
        '',
        `${fired.size} rules fired.`,
        ...differences.slice(0, SHOWN).map(tell),
      ].join('\n'),
      data: { tally, fired: Object.fromEntries(fired), differences: differences.slice(0, SHOWN) },
    };
  },
};

function tell({ place, what, wanted, found }: Comparison['differences'][number]): string {
  return `\n${place}\n  ${what}\n  ${wanted.slice(0, 600)}\n  ${found.slice(0, 600)}`;
}
