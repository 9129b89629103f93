import type { GeoLookup, IncludeRefusal, RuleResolver, RuleSource } from '@dejfa/seclang';

/** What rules asked for by name while they were loaded, and what they got: plain data, for loading them again. */
export interface RecordedAnswers {
  readonly includes: ReadonlyMap<string, readonly RuleSource[] | IncludeRefusal | null>;
  readonly data: ReadonlyMap<string, string | null>;
}

/** A resolver that keeps what it answered. */
export function recordAnswers(resolver: RuleResolver): {
  readonly resolver: RuleResolver;
  readonly answers: RecordedAnswers;
} {
  const includes = new Map<string, readonly RuleSource[] | IncludeRefusal | null>();
  const data = new Map<string, string | null>();
  return {
    answers: { includes, data },
    resolver: {
      ...resolver,
      include: (pattern, fromPath) =>
        keep(includes, keyOf(pattern, fromPath), resolver.include(pattern, fromPath)),
      data: (name, fromPath) => keep(data, keyOf(name, fromPath), resolver.data(name, fromPath)),
    },
  };
}

/** A resolver that answers as it was answered then; what was not asked then is not there. */
export function replayAnswers({ includes, data }: RecordedAnswers, geo: GeoLookup | null): RuleResolver {
  return {
    include: (pattern, fromPath) => includes.get(keyOf(pattern, fromPath)) ?? null,
    data: (name, fromPath) => data.get(keyOf(name, fromPath)) ?? null,
    ...(geo === null ? {} : { geo }),
  };
}

function keep<T>(answers: Map<string, T>, key: string, answer: T): T {
  answers.set(key, answer);
  return answer;
}

function keyOf(name: string, fromPath: string): string {
  return JSON.stringify([name, fromPath]);
}
