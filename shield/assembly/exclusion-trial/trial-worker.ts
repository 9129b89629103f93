/** The thread in which exclusions are tried out: one job after the other, rules kept from one to the next. */
import { parentPort, workerData } from 'node:worker_threads';
import { type LoadOptions, loadRules } from '@dejfa/seclang';
import { NOBODY_KNOWS } from '../../adapters/blocklist/index.ts';
import { countryLookup } from '../../adapters/geo/index.ts';
import { openRuleCache } from '../../adapters/rule-cache/index.ts';
import { ExclusionError } from '../../ports/index.ts';
import { replayAnswers } from './recorded-answers.ts';
import { runTrial, type TrialRules } from './trial.ts';
import type { RuleTexts, TrialJob, TrialReply } from './trial-messages.ts';

const options: LoadOptions = { cache: openRuleCache(String(workerData)) };
let rules: TrialRules | null = null;

function loadTexts({ sources, answers, variables, countries, asksBlocklists }: RuleTexts): TrialRules {
  const resolver = {
    ...replayAnswers(answers, countries === undefined ? null : countryLookup(countries)),
    ...(asksBlocklists ? { blocklists: NOBODY_KNOWS } : {}),
  };
  return {
    loaded: loadRules(sources, resolver, options),
    loadWith: (source) => loadRules([source, ...sources], resolver, options),
    variables,
  };
}

/** What is no `ExclusionError` is a fault, and ends the thread: who asked is told by that. */
function answer(job: TrialJob): TrialReply {
  if (job.rules !== null) rules = loadTexts(job.rules);
  if (rules === null) throw new Error('the first job brings no rules');
  try {
    return { kind: 'proposal', proposal: runTrial(rules, job.request) };
  } catch (error) {
    if (!(error instanceof ExclusionError)) throw error;
    return { kind: 'refused', code: error.code, message: error.message };
  }
}

parentPort?.on('message', (job: TrialJob) => parentPort?.postMessage(answer(job)));
