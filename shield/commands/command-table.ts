import { attribute } from './attribute.ts';
import type { CommandLine } from './command-line.ts';
import { completion } from './completion.ts';
import { configCheck } from './config-check.ts';
import { configInit } from './config-init.ts';
import { contentAdd } from './content-add.ts';
import { contentList } from './content-list.ts';
import { contentPull } from './content-pull.ts';
import { contentRemove } from './content-remove.ts';
import { contentVerify } from './content-verify.ts';
import { decisionsAdd } from './decisions-add.ts';
import { decisionsList } from './decisions-list.ts';
import { decisionsRemove } from './decisions-remove.ts';
import { guard } from './guard.ts';
import { hunt } from './hunt.ts';
import { rulesCoverage } from './rules-coverage.ts';
import { rulesExplain } from './rules-explain.ts';
import { rulesLint } from './rules-lint.ts';
import { rulesNew } from './rules-new.ts';
import { rulesTest } from './rules-test.ts';
import { wafCheck } from './waf-check.ts';
import { wafExclusions } from './waf-exclusions.ts';
import { wafExplain } from './waf-explain.ts';
import { wafFtw } from './waf-ftw.ts';

/** Every command of `dejfa`, in the order of its help. */
export const COMMAND_LINE = {
  name: 'dejfa',
  summary: 'Dejfa, a shield for electronic services: identifies attacks, blocks them, and says why.',
  version: '0.1.0',
  entries: [
    guard,
    hunt,
    attribute,
    {
      name: 'rules',
      summary: 'check Sigma rules, try them on events, and say why they fire or do not',
      commands: [rulesLint, rulesTest, rulesExplain, rulesNew, rulesCoverage],
    },
    {
      name: 'waf',
      summary: 'try requests against the rules, and explain what they block',
      commands: [wafCheck, wafExplain, wafExclusions, wafFtw],
    },
    {
      name: 'content',
      summary: 'show, add and verify packs of rules',
      commands: [contentList, contentAdd, contentPull, contentVerify, contentRemove],
    },
    {
      name: 'decisions',
      summary: 'block sources, allow them, and take decisions back',
      commands: [decisionsList, decisionsAdd, decisionsRemove],
    },
    { name: 'config', summary: 'write and check the configuration', commands: [configCheck, configInit] },
    completion,
  ],
} as const satisfies CommandLine;
