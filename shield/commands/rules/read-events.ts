import { resolve } from 'node:path';
import { applyMapping, loadMappings, type SigmaEvent, type SigmaLogSource } from '@dejfa/sigma';
import { readPaths } from '../../adapters/archive/index.ts';
import type { Event } from '../../model/index.ts';
import type { IdSource } from '../../ports/index.ts';
import { LineSensor, ParseCounter, SAMPLE_LINES } from '../../sense/index.ts';
import type { CommandContext } from '../context.ts';
import { projectMappings } from '../hunt-rules.ts';
import { UserError } from '../user-error.ts';

/** An event as rules see it, and where it stands. */
export interface PlacedEvent {
  readonly file: string;
  readonly member: string | null;
  readonly record: number;
  readonly timeMs: number;
  readonly event: SigmaEvent;
}

const NO_IDS: IdSource = { next: () => '' };

const INPUT_LIMIT_BYTES = 64 * 1_048_576;

/**
 * Events of files, folders and archives; `-` is standard input. `asSources`: log sources that each event is taken to be
 * of besides its own. Throws `UserError` for what cannot be read.
 */
export async function* readEvents(
  context: CommandContext,
  paths: readonly string[],
  asSources: readonly SigmaLogSource[],
): AsyncGenerator<PlacedEvent> {
  const { mappings } = loadMappings(await projectMappings(context));
  const mapped = ({ logsource, fields }: Event): SigmaEvent => {
    const event = applyMapping(mappings, { ...logsource, fields });
    if (asSources.length === 0) return event;
    return { ...event, furtherLogsources: [...(event.furtherLogsources ?? []), ...asSources] };
  };
  const receivedMs = context.clock.nowMs();
  for (const path of paths) {
    if (path === '-') {
      for (const [at, event] of (await inputEvents(context)).entries())
        yield { file: '-', member: null, record: at + 1, timeMs: event.timeMs, event: mapped(event) };
      continue;
    }
    for await (const step of readPaths([resolve(context.cwd, path)], { receivedMs, ids: NO_IDS })) {
      if (step.kind === 'events')
        for (const { record, event } of step.events)
          yield { file: path, member: step.member, record, timeMs: event.timeMs, event: mapped(event) };
      else if (step.result.error !== null)
        throw new UserError(`${path}: ${step.result.error}`, 'give a file of events: JSON, or log lines');
    }
  }
}

/** One JSON value over any number of lines, or log lines. */
async function inputEvents({ stdin, clock }: CommandContext): Promise<readonly Event[]> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of stdin) {
    bytes += chunk.length;
    if (bytes > INPUT_LIMIT_BYTES) throw new UserError('standard input is larger than 64 MiB', 'give a file');
    chunks.push(chunk);
  }
  const lines = linesOf(Buffer.concat(chunks).toString('utf8'));
  const sensor = new LineSensor({
    source: 'input',
    service: null,
    format: 'auto',
    zoneOffsetMinutes: 0,
    fileName: '',
    simulated: false,
    ids: NO_IDS,
    counter: new ParseCounter(),
  });
  sensor.prime(lines.slice(0, SAMPLE_LINES), clock.nowMs());
  return lines.flatMap((line) => sensor.read(line, clock.nowMs()));
}

function linesOf(text: string): readonly string[] {
  try {
    const value: unknown = JSON.parse(text);
    return Array.isArray(value) ? value.map((item) => JSON.stringify(item)) : [JSON.stringify(value)];
  } catch {
    return text.split(/\r?\n/).filter((line) => line.trim() !== '');
  }
}
