import { CONFIG_OPTION, shieldConfig } from './command-config.ts';
import { EXIT } from './context.ts';
import { type CommandDefinition, flagOption, type Invocation, listOption, textOption } from './definition.ts';
import { UserError } from './user-error.ts';

/** `dejfa waf explain <reference>` */
export const wafExplain: CommandDefinition = {
  name: 'explain',
  summary: 'show why a request was blocked, from byte to verdict, and the narrowest exclusion',
  description:
    'Takes the reference number that a refused visitor sees. What is recorded of the request is inspected again with ' +
    'the rules as they are now, and the narrowest exclusion is tried out on it: these rules, this parameter, this ' +
    'path. Nothing is changed; the console adds exclusions, and dejfa waf exclusions lists and removes them.',
  arguments: [{ name: '<reference>', description: 'reference number, such as 4K2Q-9B3M-7XWZ' }],
  options: [
    { flags: '--rule <id>', description: 'exclude this rule only', repeatable: true },
    { flags: '--parameter <name>', description: 'exclude for this part of the request, such as ARGS:q' },
    CONFIG_OPTION,
    { flags: '--json', description: 'print explanation and proposal as JSON' },
  ],
  examples: [
    { command: 'dejfa waf explain 4K2Q-9B3M-7XWZ', means: 'why was this visitor refused?' },
    {
      command: 'dejfa waf explain 4K2Q-9B3M-7XWZ --rule 942100 --parameter ARGS:q',
      means: 'what would it change to exclude one rule for one parameter?',
    },
  ],
  exitCodes: {},
  run: async (context, invocation) => {
    const config = await shieldConfig(context, invocation);
    const [{ eventByReference }, { openDesk }, { formatExplanation }] = await Promise.all([
      import('./waf-event.ts'),
      import('./waf-desk.ts'),
      import('./waf-explain-text.ts'),
    ]);
    const detail = await eventByReference(context, config, invocation.arguments[0] ?? '');
    const desk = await openDesk(context, config);
    const explanation = await desk.ask(({ explain }) => explain(detail));
    const choice = choiceOf(invocation, explanation.candidates);
    const proposal = choice === null ? null : await desk.ask(({ propose }) => propose(detail, choice));
    context.stdout.write(
      flagOption(invocation, 'json')
        ? `${JSON.stringify({ explanation, proposal }, null, 2)}\n`
        : formatExplanation({ explanation, proposal, raw: detail.event.raw }, context.stdout),
    );
    return EXIT.ok;
  },
};

interface Choice {
  readonly ruleIds: readonly number[];
  readonly variable: string | null;
}

/** The narrowest candidate, or the one that the options narrow it to; null where there is nothing to exclude. */
function choiceOf(invocation: Invocation, candidates: readonly Choice[]): Choice | null {
  const wanted = listOption(invocation, 'rule').map(ruleOf);
  const parameter = textOption(invocation, 'parameter');
  const fits = candidates.find(
    ({ ruleIds, variable }) =>
      (parameter === null || variable === parameter) &&
      (wanted.length === 0 || ruleIds.some((id) => wanted.includes(id))),
  );
  if (fits === undefined && (wanted.length > 0 || parameter !== null)) {
    const known = candidates.map(
      ({ ruleIds, variable }) => `${ruleIds.join(' ')} on ${variable ?? 'no part'}`,
    );
    throw new UserError('no rule matched so', `matched were: ${known.join('; ') || 'none'}`);
  }
  if (fits === undefined || wanted.length === 0) return fits ?? null;
  return { variable: fits.variable, ruleIds: wanted };
}

function ruleOf(text: string): number {
  if (/^[1-9]\d{0,9}$/.test(text)) return Number(text);
  throw new UserError(`${text.slice(0, 40)} is no rule`, 'rules have numbers, for example 942100');
}
