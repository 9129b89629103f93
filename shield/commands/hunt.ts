import type { HuntFindings, HuntHit } from '../report/hunt-findings.ts';
import { CONFIG_OPTION, commandConfig } from './command-config.ts';
import { type CommandContext, EXIT } from './context.ts';
import { type CommandDefinition, flagOption, type Invocation, listOption, textOption } from './definition.ts';
import type { HuntRules } from './hunt-rules.ts';
import { UserError } from './user-error.ts';

const LEVELS = ['informational', 'low', 'medium', 'high', 'critical'] as const;

/** Faults in rules that are named one by one; the others are counted. */
const RULE_FAULTS_NAMED = 20;

/** `dejfa hunt PATH…` */
export const hunt: CommandDefinition = {
  name: 'hunt',
  summary: 'search log files and archives with Sigma rules',
  description:
    'Reads files, folders, gzip, tar and ZIP archives, recognises the format of each by its content, and prints ' +
    'what the rules found, what could not be read, and why. Nothing is passed over in silence.',
  arguments: [{ name: '<path...>', description: 'files, folders and archives' }],
  options: [
    {
      flags: '-r, --rules <path>',
      description: 'Sigma rules: a file or folder, instead of the configured packs',
      repeatable: true,
    },
    {
      flags: '-l, --level <level>',
      description: 'lowest level of a rule to report',
      choices: LEVELS,
      defaultValue: 'informational',
    },
    {
      flags: '--utc-offset <offset>',
      description: 'zone of times that state none, such as +03:30',
      defaultValue: 'Z',
    },
    { flags: '--json', description: 'print JSON lines: one a hit, one a problem, and a summary' },
    CONFIG_OPTION,
  ],
  examples: [
    { command: 'dejfa hunt /var/log', means: 'search everything under a folder' },
    {
      command: 'dejfa hunt --rules sigma/rules --level high evidence.zip',
      means: 'search an archive with rules of your own',
    },
  ],
  exitCodes: {
    [EXIT.ok]: 'no rule matched',
    [EXIT.finding]: 'a rule matched',
    [EXIT.usage]: 'no rule matched, and something that was named could not be read at all; or wrong usage',
  },
  run: async (context, invocation) => {
    const { huntRules } = await import('./hunt-rules.ts');
    const config = await commandConfig(context, invocation);
    const rules = await huntRules(context, config, listOption(invocation, 'rules'));
    await reportRules(context, rules);
    if (rules.sigma.counts.loaded === 0)
      throw new UserError('no rule is left to hunt with', 'mend the rules, or name others with --rules');
    return runHunt(context, invocation, rules);
  },
};

async function offsetOf(invocation: Invocation): Promise<number> {
  const { parseUtcOffset } = await import('../config/index.ts');
  const text = textOption(invocation, 'utcOffset') ?? 'Z';
  const minutes = parseUtcOffset(text);
  if (minutes === null)
    throw new UserError(`${text} is not an offset from UTC`, 'write it as +03:30, -05:00 or Z');
  return minutes;
}

/** Rules that are not run are said before the hunt, the first of them one by one. */
async function reportRules(context: CommandContext, rules: HuntRules): Promise<void> {
  const { formatDiagnostic } = await import('@dejfa/diagnostics');
  const refused = rules.sigma.diagnostics.filter(({ severity }) => severity === 'error');
  const named = [...rules.diagnostics, ...refused.slice(0, RULE_FAULTS_NAMED)];
  for (const diagnostic of named) context.stderr.write(`${formatDiagnostic(diagnostic)}\n`);
  const more = refused.length - RULE_FAULTS_NAMED;
  if (more > 0) context.stderr.write(`and ${more} more faults in rules\n`);
}

async function runHunt(context: CommandContext, invocation: Invocation, rules: HuntRules): Promise<number> {
  const { HuntFindings } = await import('../report/hunt-findings.ts');
  const { formatFileLine, formatHitLine, formatSummaryLine } = await import('../report/hunt-lines.ts');
  const { formatHunt } = await import('../report/hunt-text.ts');
  const startedMs = context.clock.nowMs();
  const findings = new HuntFindings();
  const json = flagOption(invocation, 'json');
  const progress = progressTo(context, json);
  for await (const step of huntSteps(context, invocation, rules)) {
    if (step.kind === 'hit') {
      findings.addHit(step.hit);
      if (json) context.stdout.write(formatHitLine(step.hit));
    } else {
      findings.addFile(step.file);
      if (json) context.stdout.write(formatFileLine(step.file));
    }
    progress.show(findings);
  }
  progress.clear();
  const { counts } = rules.sigma;
  const seconds = (context.clock.nowMs() - startedMs) / 1000;
  const run = { rules: counts.loaded, rulesRejected: counts.rejected, seconds };
  const { columns, colour } = context.stdout;
  context.stdout.write(
    json ? formatSummaryLine(findings, run) : formatHunt(findings, run, { columns, colour }),
  );
  return exitCode(context, findings, invocation.arguments);
}

/** A hit, or the result of a file, in the order of reading. */
type HuntStep =
  | { readonly kind: 'hit'; readonly hit: HuntHit }
  | { readonly kind: 'file'; readonly file: Parameters<HuntFindings['addFile']>[0] };

async function* huntSteps(
  context: CommandContext,
  invocation: Invocation,
  rules: HuntRules,
): AsyncGenerator<HuntStep> {
  const { resolve } = await import('node:path');
  const { readPaths } = await import('../adapters/archive/index.ts');
  const { createUuidV7 } = await import('../adapters/system/uuid-v7.ts');
  const { LogDetector } = await import('../detect/log-detector.ts');
  const { severityRank } = await import('../model/index.ts');
  const ids = createUuidV7(context.clock);
  const { sigma, mappings, packOf } = rules;
  const detector = new LogDetector({ engine: sigma.engine, mappings, packOf }, ids);
  const level = LEVELS.find((name) => name === textOption(invocation, 'level')) ?? 'informational';
  const named = new Map(invocation.arguments.map((path) => [resolve(context.cwd, path), path]));
  const shown = (path: string) => shownPath(path, named);
  const options = { receivedMs: context.clock.nowMs(), ids, zoneOffsetMinutes: await offsetOf(invocation) };
  for await (const step of readPaths([...named.keys()], options)) {
    if (context.signal.aborted) throw new UserError('stopped before everything was read');
    if (step.kind === 'file') {
      yield { kind: 'file', file: { ...step.result, path: shown(step.result.path) } };
      continue;
    }
    for (const { record, event } of step.events) {
      for (const { rule, severity, techniques } of detector.evaluate(event)) {
        if (severityRank(severity) < severityRank(level)) continue;
        const place = { file: shown(step.path), member: step.member, record, timeMs: event.timeMs };
        yield {
          kind: 'hit',
          hit: { ruleId: rule.id, title: rule.title, level: severity, techniques, ...place },
        };
      }
    }
  }
}

/** The path as the user wrote its beginning. */
function shownPath(path: string, named: ReadonlyMap<string, string>): string {
  for (const [absolute, typed] of named) {
    if (path === absolute) return typed;
    if (path.startsWith(`${absolute}/`)) return `${typed.replace(/\/$/, '')}${path.slice(absolute.length)}`;
  }
  return path;
}

/** A finding is a finding. Where there is none, what was named and not read must not look like a clean result. */
function exitCode(context: CommandContext, findings: HuntFindings, named: readonly string[]): number {
  const { events, failedFiles, hits, files } = findings.totals();
  if (hits > 0) return EXIT.finding;
  if (files === 0) {
    context.stderr.write(`dejfa: there are no files in ${named.join(', ')}\n  help: check the path\n`);
    return EXIT.usage;
  }
  const isUnread = findings.files.some(
    (file) => file.error !== null && file.member === null && file.events === 0 && named.includes(file.path),
  );
  return isUnread || (events === 0 && failedFiles === files) ? EXIT.usage : EXIT.ok;
}

const PROGRESS_MS = 500;

/** One line that is written over on a terminal; nothing elsewhere. */
function progressTo(context: CommandContext, json: boolean) {
  const isShown = context.stderr.isTerminal && !(json && context.stdout.isTerminal);
  let lastMs = 0;
  return {
    show(findings: HuntFindings): void {
      const nowMs = context.clock.nowMs();
      if (!isShown || nowMs - lastMs < PROGRESS_MS) return;
      lastMs = nowMs;
      const { files, events, hits } = findings.totals();
      context.stderr.write(`\r\u001b[K${files} files, ${events} events, ${hits} hits`);
    },
    clear(): void {
      if (isShown && lastMs > 0) context.stderr.write('\r\u001b[K');
    },
  };
}
