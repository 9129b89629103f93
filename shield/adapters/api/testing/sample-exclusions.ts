import {
  type EventDetail,
  type ExclusionChoice,
  type ExclusionDesk,
  ExclusionError,
  type ExclusionProposal,
  type Explanation,
  type StoredExclusion,
} from '../../../ports/index.ts';
import { NOW_MS } from './samples.ts';

const BLOCK = { kind: 'block', action: 'deny', status: 403, ruleId: 949110, phase: 2 } as const;

/** An explanation of any event, in which two rules of one kind matched one parameter. */
export function sampleExplanation({ event }: EventDetail): Explanation {
  const match = {
    place: { file: '/usr/share/modsecurity-crs/rules/REQUEST-941-APPLICATION-ATTACK-XSS.conf', line: 52 },
    phase: 2,
    severity: 2,
    score: 5,
    recorded: true,
    reproduced: true,
    parts: [
      {
        name: 'ARGS:q',
        value: 'a <img src=x> b',
        span: { start: 2, length: 11 },
        transformed: 'a <img src=x> b'.toLowerCase(),
      },
    ],
  };
  return {
    reference: 'DJ-7K2M-9QX4',
    eventId: event.id,
    timeMs: event.timeMs,
    service: event.service,
    actor: event.actor,
    effect: 'blocked',
    request: { method: 'GET', target: '/search?q=a' },
    recordedVerdict: { ruleId: 949110, phase: 2, score: 10 },
    currentVerdict: { verdict: BLOCK, score: 10 },
    threshold: 5,
    paranoia: 1,
    matches: [
      { ...match, ruleId: 941100, message: 'XSS Attack Detected', sum: 5 },
      { ...match, ruleId: 941160, message: 'NoScript XSS InjectionChecker', sum: 10 },
    ],
    notes: [{ kind: 'headers-redacted', names: ['Cookie'] }],
    candidates: [
      { group: 'attack-xss', variable: 'ARGS:q', ruleIds: [941100, 941160], score: 10 },
      { group: 'attack-protocol', variable: 'REQUEST_HEADERS:Host', ruleIds: [920350], score: 3 },
    ],
  };
}

/** A desk over a list in memory; it takes what {@link sampleExplanation} names, and refuses the rest. */
export function memoryExclusionDesk(): ExclusionDesk {
  let stored: readonly StoredExclusion[] = [];
  const propose = (_: EventDetail, choice: ExclusionChoice): ExclusionProposal => {
    if (choice.ruleIds.includes(1))
      throw new ExclusionError('not-a-candidate', 'Rule 1 did not match there.');
    const removals = choice.ruleIds.map((id) => `ctl:ruleRemoveTargetById=${id};${choice.variable}`);
    return {
      ...choice,
      path: '/search',
      service: null,
      text: `SecRule REQUEST_FILENAME "@streq /search" "id:${90_000 + stored.length},phase:1,pass,t:none,nolog,\\\n    ${removals.join(',\\\n    ')}"\n`,
      effect: {
        before: { verdict: BLOCK, score: 10, ruleIds: [...choice.ruleIds, 949110] },
        after: { verdict: { kind: 'pass' }, score: 0, ruleIds: [] },
        gone: choice.ruleIds,
        remaining: [],
        untried: [],
        otherParameter: { kind: 'found', ruleIds: choice.ruleIds, blocked: true },
        otherPath: { kind: 'found', ruleIds: choice.ruleIds, blocked: true },
      },
      notes: [],
    };
  };
  return {
    explain: sampleExplanation,
    propose: async (detail, choice) => propose(detail, choice),
    async add(detail, choice, by) {
      const { ruleIds, variable, path, service, text } = propose(detail, choice);
      const id = 90_000 + stored.length;
      const made = { id, ruleIds, variable, path, service, text, ...by, createdMs: NOW_MS };
      stored = [...stored, { ...made, reference: 'DJ-7K2M-9QX4' }];
      return { ...made, reference: 'DJ-7K2M-9QX4' };
    },
    list: () => stored,
    async remove(id) {
      const found = stored.find((one) => one.id === id) ?? null;
      stored = stored.filter((one) => one.id !== id);
      return found;
    },
  };
}
