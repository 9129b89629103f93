import { dirname, join } from 'node:path';
import type { SigmaLoadOptions, SigmaSource } from '@dejfa/sigma';
import { openSigmaCache } from '../adapters/rule-cache/index.ts';
import type { CommandContext } from './context.ts';
import { flagOption, type Invocation } from './definition.ts';

/** Fewer characters of rules are read as fast as they are opened. */
const KEPT_FROM = 100_000;

/**
 * Where commands keep the rules that they read: beside the packs that were added, in a folder of the program. Whoever
 * may write there may change rules anyway; where it cannot be written, each start reads the rules. Nothing for few
 * rules, and where the invocation says `--no-cache`.
 */
export function sigmaCache(
  { folders }: CommandContext,
  invocation: Invocation,
  sources: readonly SigmaSource[],
): Pick<SigmaLoadOptions, 'cache'> {
  const characters = sources.reduce((sum, { text }) => sum + text.length, 0);
  if (characters < KEPT_FROM || !flagOption(invocation, 'cache')) return {};
  return { cache: openSigmaCache(join(dirname(folders.addedContent), 'rule-cache')) };
}
