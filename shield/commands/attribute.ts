import { CONFIG_OPTION } from './command-config.ts';
import { EXIT } from './context.ts';
import { type CommandDefinition, flagOption, listOption, textOption } from './definition.ts';

/** `dejfa attribute` */
export const attribute: CommandDefinition = {
  name: 'attribute',
  summary: 'who may be behind an incident: hypotheses with their reasons, or why no name is given',
  description:
    'Takes the identifier of an incident, a file of evidence, or techniques and tools one by one, and ranks all known ' +
    'actors, "an actor we do not know" and "not enough to say", each with what speaks for and against it. A name is ' +
    'given from a threshold on, and never because of one tool, since tools are planted. docs/attribution.md says what ' +
    'the method is, and what it must not be used for.',
  arguments: [{ name: '[incident]', description: 'identifier of an incident' }],
  options: [
    { flags: '--evidence <file>', description: 'JSON file of evidence, or - for standard input' },
    { flags: '--technique <id>', description: 'ATT&CK technique by identifier or name', repeatable: true },
    {
      flags: '--software <name>',
      description: 'tool or malware by identifier, name or alias',
      repeatable: true,
    },
    { flags: '--sector <name>', description: 'sector of the victim' },
    { flags: '--country <code>', description: 'country of the victim, two letters' },
    { flags: '--time <day>', description: 'when it was, such as 2026-11-24' },
    {
      flags: '--grade <grade>',
      description: 'Admiralty grade of what is given here, such as C3',
      defaultValue: 'B2',
    },
    CONFIG_OPTION,
    { flags: '--json', description: 'print the whole answer as JSON' },
  ],
  examples: [
    { command: 'dejfa attribute --evidence evidence.json', means: 'who is behind what the file describes?' },
    {
      command: 'dejfa attribute --technique T1190 --technique T1505.003 --software HyperBro',
      means: 'of whom is this told?',
    },
  ],
  exitCodes: {
    [EXIT.ok]: 'an answer was given, also when it is that no name can be given',
  },
  run: async (context, invocation) => {
    const { runAttribute } = await import('./attribute/run-attribute.ts');
    return runAttribute(context, invocation, {
      incident: invocation.arguments[0] ?? null,
      file: textOption(invocation, 'evidence'),
      techniques: listOption(invocation, 'technique'),
      software: listOption(invocation, 'software'),
      sector: textOption(invocation, 'sector'),
      country: textOption(invocation, 'country'),
      time: textOption(invocation, 'time'),
      grade: textOption(invocation, 'grade') ?? 'B2',
      json: flagOption(invocation, 'json'),
    });
  },
};
