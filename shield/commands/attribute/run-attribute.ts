import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { readAttributionKnowledge } from '../../adapters/actors/index.ts';
import { parseEvidence } from '../../adapters/evidence/index.ts';
import { attributeEvidence } from '../../attribute/attribute-evidence.ts';
import { evidenceOfIncident } from '../../attribute/evidence/incident-evidence.ts';
import type { AttributionKnowledge } from '../../attribute/knowledge/attribution-knowledge.ts';
import type { Evidence } from '../../model/index.ts';
import { formatAttribution } from '../../report/attribution-text.ts';
import { shieldConfig } from '../command-config.ts';
import { type CommandContext, EXIT } from '../context.ts';
import type { Invocation } from '../definition.ts';
import { UserError } from '../user-error.ts';
import { incidentById } from './incident-by-id.ts';

/** What was asked for, as it was typed. */
export interface AttributeOptions {
  readonly incident: string | null;
  readonly file: string | null;
  readonly techniques: readonly string[];
  readonly software: readonly string[];
  readonly sector: string | null;
  readonly country: string | null;
  readonly time: string | null;
  readonly grade: string;
  readonly json: boolean;
}

const LIMIT_BYTES = 4_000_000;

/** Answers on standard output. Throws `UserError` or `EvidenceError` for what the user can mend. */
export async function runAttribute(
  context: CommandContext,
  invocation: Invocation,
  options: AttributeOptions,
): Promise<number> {
  refuseTwoQuestions(options);
  const knowledge = await readAttributionKnowledge(context.folders.projectContent);
  const evidence = await evidenceFor(context, invocation, { options, knowledge });
  const answer = attributeEvidence(knowledge, evidence);
  context.stdout.write(
    options.json ? `${JSON.stringify(answer, null, 2)}\n` : formatAttribution(answer, context.stdout),
  );
  return EXIT.ok;
}

function refuseTwoQuestions({ incident, file, techniques, software }: AttributeOptions): void {
  const given = [incident !== null, file !== null, techniques.length + software.length > 0];
  const count = given.filter((is) => is).length;
  if (count === 1) return;
  throw new UserError(
    count === 0 ? 'nothing is given to attribute' : 'more than one thing is given to attribute',
    'give an incident, or --evidence, or --technique and --software',
  );
}

async function evidenceFor(
  context: CommandContext,
  invocation: Invocation,
  { options, knowledge }: { readonly options: AttributeOptions; readonly knowledge: AttributionKnowledge },
): Promise<Evidence> {
  if (options.incident !== null) {
    const config = await shieldConfig(context, invocation);
    return evidenceOfIncident(await incidentById(context, config, options.incident), knowledge.facts);
  }
  if (options.file === null)
    return parseEvidence(JSON.stringify(writtenEvidence(options)), 'command line', knowledge);
  return parseEvidence(await readText(context, options.file), options.file, knowledge);
}

/** The form of evidence files, so that what is typed is checked as what is read. */
function writtenEvidence({ techniques, software, sector, country, time, grade }: AttributeOptions): object {
  return {
    grade,
    ...(time === null ? {} : { time }),
    pieces: [
      ...techniques.map((value) => ({ kind: 'technique', value })),
      ...software.map((value) => ({ kind: 'tool', value })),
      ...(sector === null ? [] : [{ kind: 'sector', value: sector }]),
      ...(country === null ? [] : [{ kind: 'country', value: country }]),
    ],
  };
}

async function readText({ cwd, stdin }: CommandContext, file: string): Promise<string> {
  if (file !== '-') {
    const text = await readFile(resolve(cwd, file), 'utf8').catch((cause: unknown) => {
      throw new UserError(`${file} cannot be read`, 'name a file of evidence', { cause });
    });
    return text;
  }
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of stdin) {
    length += chunk.length;
    if (length > LIMIT_BYTES) throw new UserError('standard input is too long for evidence');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}
