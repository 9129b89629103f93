import { CHOOSERS } from '../actions/rule-choice.ts';
import { secAuditEngine, secAuditLogParts, secAuditLogRelevantStatus } from './audit.ts';
import { secDefaultAction } from './default-action.ts';
import type { DirectiveHandler } from './directive.ts';
import { include } from './include.ts';
import { removeRules } from './removals.ts';
import { secAction, secRule } from './rules.ts';
import {
  onOff,
  secCollectionTimeout,
  secComponentSignature,
  secMarker,
  secResponseBodyMimeType,
  secResponseBodyMimeTypesClear,
  secRuleEngine,
  secWebAppId,
  wholeNumber,
} from './settings.ts';
import { updateActions, updateTargets } from './updates.ts';
import { type DirectiveWithoutEffect, UNSUPPORTED_DIRECTIVES, WITHOUT_EFFECT } from './without-effect.ts';

/** Every directive that is read, by its name; names are compared without regard to case. */
export const DIRECTIVES = {
  Include: include(false),
  IncludeOptional: include(true),
  SecAction: secAction,
  SecArgumentsLimit: wholeNumber('argumentLimit'),
  SecAuditEngine: secAuditEngine,
  SecAuditLogParts: secAuditLogParts,
  SecAuditLogRelevantStatus: secAuditLogRelevantStatus,
  SecCollectionTimeout: secCollectionTimeout,
  SecComponentSignature: secComponentSignature,
  SecDefaultAction: secDefaultAction,
  SecMarker: secMarker,
  SecRequestBodyAccess: onOff('requestBodyAccess'),
  SecRequestBodyJsonDepthLimit: wholeNumber('jsonDepthLimit'),
  SecRequestBodyLimit: wholeNumber('requestBodyLimitBytes'),
  SecResponseBodyAccess: onOff('responseBodyAccess'),
  SecResponseBodyLimit: wholeNumber('responseBodyLimitBytes'),
  SecResponseBodyMimeType: secResponseBodyMimeType,
  SecResponseBodyMimeTypesClear: secResponseBodyMimeTypesClear,
  SecRule: secRule,
  SecRuleEngine: secRuleEngine,
  SecRuleRemoveById: removeRules(CHOOSERS.id),
  SecRuleRemoveByMsg: removeRules(CHOOSERS.msg),
  SecRuleRemoveByTag: removeRules(CHOOSERS.tag),
  SecRuleUpdateActionById: updateActions,
  SecRuleUpdateTargetById: updateTargets('id'),
  SecRuleUpdateTargetByMsg: updateTargets('msg'),
  SecRuleUpdateTargetByTag: updateTargets('tag'),
  SecWebAppId: secWebAppId,
} satisfies Readonly<Record<string, DirectiveHandler>>;

const BY_LOWER_CASE: ReadonlyMap<string, DirectiveHandler> = byLowerCase(DIRECTIVES);
const WITHOUT_EFFECT_BY_LOWER_CASE = byLowerCase(WITHOUT_EFFECT);
const UNSUPPORTED_BY_LOWER_CASE = byLowerCase(UNSUPPORTED_DIRECTIVES);

function byLowerCase<T>(table: Readonly<Record<string, T>>): ReadonlyMap<string, T> {
  return new Map(Object.entries(table).map(([name, value]) => [name.toLowerCase(), value]));
}

/** What handles a directive; names are equal in either case. */
export function directiveNamed(name: string): DirectiveHandler | undefined {
  return BY_LOWER_CASE.get(name.toLowerCase());
}

/** Why a directive has no effect; undefined where it is none of those. */
export function withoutEffect(name: string): DirectiveWithoutEffect | undefined {
  return WITHOUT_EFFECT_BY_LOWER_CASE.get(name.toLowerCase());
}

/** Why a directive is refused; undefined where it is none of those. */
export function unsupportedReason(name: string): string | undefined {
  return UNSUPPORTED_BY_LOWER_CASE.get(name.toLowerCase());
}
