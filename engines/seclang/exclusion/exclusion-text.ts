import { parseRequestPart } from './request-part.ts';
import { isPlainName, isPlainPath, SPELLED_LIMIT_BYTES, spellPattern } from './spelling.ts';

/** What is taken away from which rules, and where. */
export interface Exclusion {
  readonly ruleIds: readonly number[];
  /** Full name of the variable, for example `ARGS:q`; null: the rules do not run there at all. */
  readonly variable: string | null;
  /** REQUEST_FILENAME of the requests, byte by byte. */
  readonly path: string;
  /** Value of `tx.dejfa_service`, where the same rules guard several services; null: wherever the rules run. */
  readonly service: string | null;
}

/** It cannot be written as narrowly as it is meant. */
export interface ExclusionRefusal {
  readonly kind: 'refused';
  readonly reason: string;
}

/**
 * An exclusion as SecLang, for a source that is loaded before the rules that it is about: rules of phase 1 look when
 * it has spoken. Every byte that came from a request is written so that it stays data; see `spelling.ts`.
 */
export function formatExclusion(exclusion: Exclusion, id: number): string | ExclusionRefusal {
  const { path, service, ruleIds } = exclusion;
  if (ruleIds.length === 0) return refuse('no rule is named');
  if (path.length > SPELLED_LIMIT_BYTES)
    return refuse(`the path is longer than ${SPELLED_LIMIT_BYTES} bytes`);
  const effects = effectsOf(exclusion);
  if ('kind' in effects) return effects;
  const where = isPlainPath(path) ? `@streq ${path}` : `@rx ${spellPattern(path)}`;
  const head = `SecRule REQUEST_FILENAME "${where}" "id:${id},phase:1,pass,t:none,nolog,`;
  const list = effects.join(',\\\n    ');
  if (service === null) return `${head}\\\n    ${list}"\n`;
  const name = /^[a-z0-9-]+$/.test(service) ? `@streq ${service}` : `@rx ${spellPattern(service)}`;
  return `${head}chain"\n  SecRule TX:dejfa_service "${name}" "t:none,\\\n    ${list}"\n`;
}

function effectsOf({ ruleIds, variable }: Exclusion): readonly string[] | ExclusionRefusal {
  if (!ruleIds.every((id) => Number.isSafeInteger(id) && id > 0)) return refuse('a rule has no number');
  if (variable === null) return ruleIds.map((id) => `ctl:ruleRemoveById=${id}`);
  const part = parseRequestPart(variable);
  if (part === null) return refuse('the variable is no part of a request that can be excluded by its name');
  const target = part.key === null ? part.collection : `${part.collection}:${selectorOf(part.key)}`;
  return ruleIds.map((id) => `ctl:ruleRemoveTargetById=${id};${target}`);
}

function selectorOf(key: string): string {
  return isPlainName(key) ? key : `/${spellPattern(key)}/`;
}

function refuse(reason: string): ExclusionRefusal {
  return { kind: 'refused', reason };
}
