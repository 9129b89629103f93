import type { RuleMatch } from '@dejfa/seclang';
import type { Event, MatchedPart, Signal } from '../model/index.ts';
import type { IdSource } from '../ports/index.ts';
import { classifySeclang, severityOfSyslog } from './classify.ts';
import { isSecret, redactPart } from './redact-part.ts';
import { fromEvent } from './signal-origin.ts';

/** What the rules found in one request, and what came of it. */
export interface InspectionFindings {
  readonly matches: readonly RuleMatch[];
  readonly effect: Signal['effect'];
  /** Headers whose values are not kept, in lower case. */
  readonly redactHeaders: ReadonlySet<string>;
}

const PART_LIMIT = 20;

/** Rules that add up what others found say nothing of their own: CRS 949, 959, 980 and their like in our base rules. */
const SUMMING_RULES = /^(?:(?:949|959|980)\d{3}|80009\d{2})$/;

/** One signal a matched rule; rules that only initialise, count or sum up make none. */
export function signalsOfInspection(
  event: Event,
  findings: InspectionFindings,
  ids: IdSource,
): readonly Signal[] {
  return findings.matches.filter(speaks).map((match): Signal => {
    const { rsit, techniques } = classifySeclang(match.tags);
    return {
      id: ids.next(),
      ...fromEvent(event),
      rule: {
        engine: 'seclang',
        id: String(match.ruleId),
        title: match.message,
        pack: match.version === '' ? match.file : match.version,
      },
      severity: severityOfSyslog(match.severity),
      rsit,
      techniques,
      message: messageOf(match, findings.redactHeaders),
      parts: match.variables
        .slice(0, PART_LIMIT)
        .map((part) => redactPart(partOf(part), findings.redactHeaders)),
      score: match.score,
      effect: findings.effect,
      ...(match.tags.includes('outcome/succeeded') ? { proves: 'succeeded' as const } : {}),
    };
  });
}

function speaks(match: RuleMatch): boolean {
  if (!match.log || match.message === '') return false;
  return !SUMMING_RULES.test(String(match.ruleId));
}

/** `logdata` quotes the whole variable: it is left out where that may be a secret. */
function messageOf({ message, data, variables }: RuleMatch, redactHeaders: ReadonlySet<string>): string {
  const secret = variables.some(({ name }) => isSecret(name, redactHeaders));
  return data === '' || secret ? message : `${message}: ${data}`.slice(0, 1_000);
}

function partOf({ name, value, span }: RuleMatch['variables'][number]): MatchedPart {
  return span === undefined ? { target: name, value } : { target: name, value, span };
}
