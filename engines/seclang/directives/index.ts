import { CHOOSERS } from '../actions/rule-choice.ts';
import { secAuditEngine, secAuditLog, secAuditLogParts, secAuditLogRelevantStatus } from './audit.ts';
import { secDefaultAction } from './default-action.ts';
import type { DirectiveHandler } from './directive.ts';
import { include } from './include.ts';
import { removeRules } from './removals.ts';
import { secAction, secRule } from './rules.ts';
import {
  onOff,
  secCollectionTimeout,
  secComponentSignature,
  secHttpBlKey,
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
  /**
   * Description: reads other rule files here, in the order of their names.
   * Arguments: a file or a pattern, relative to this file.
   * Example: `Include rules/*.conf`.
   */
  Include: include(false),
  /**
   * Description: as `Include`; says nothing where there are none.
   * Arguments: a file or a pattern, relative to this file.
   * Example: `IncludeOptional own/*.conf`.
   */
  IncludeOptional: include(true),
  /**
   * Description: a rule that always matches.
   * Arguments: the actions, in quotes.
   * Example: `SecAction "id:900000,phase:1,pass,t:none,nolog,setvar:tx.paranoia_level=2"`.
   */
  SecAction: secAction,
  /**
   * Description: how many arguments of a request are read; with more the verdict is `undetermined`.
   * Arguments: a whole number above 0.
   * Example: `SecArgumentsLimit 1000`.
   */
  SecArgumentsLimit: wholeNumber('argumentLimit'),
  /**
   * Description: which transactions have an audit record.
   * Arguments: `On`, `Off` or `RelevantOnly`.
   * Example: `SecAuditEngine RelevantOnly`.
   */
  SecAuditEngine: secAuditEngine,
  /**
   * Description: where the author of the rules would have audit records, one line of JSON each. `loadRules` gives it
   * as `audit.path`; the caller says where they are written.
   * Arguments: a path.
   * Example: `SecAuditLog /var/log/modsec_audit.json`.
   */
  SecAuditLog: secAuditLog,
  /**
   * Description: what audit records hold.
   * Arguments: letters from `A` to `Z`.
   * Example: `SecAuditLogParts ABCFHZ`.
   */
  SecAuditLogParts: secAuditLogParts,
  /**
   * Description: statuses that make a transaction relevant for the audit record.
   * Arguments: a pattern.
   * Example: `SecAuditLogRelevantStatus "^5"`.
   */
  SecAuditLogRelevantStatus: secAuditLogRelevantStatus,
  /**
   * Description: how long a collection is kept after its last change.
   * Arguments: seconds.
   * Example: `SecCollectionTimeout 600`.
   */
  SecCollectionTimeout: secCollectionTimeout,
  /**
   * Description: names a rule set and its version; `loadRules` gives it as `signatures`.
   * Arguments: name and version.
   * Example: `SecComponentSignature "OWN/1.0"`.
   */
  SecComponentSignature: secComponentSignature,
  /**
   * Description: what the rules of a phase inherit that come after it.
   * Arguments: actions in quotes, with the phase and what becomes of the request.
   * Example: `SecDefaultAction "phase:2,log,pass"`.
   */
  SecDefaultAction: secDefaultAction,
  /**
   * Description: the key with which `@rbl` asks http:BL of Project Honey Pot. A secret: diagnostics show stars for it.
   * Arguments: twelve lower-case letters.
   * Example: `SecHttpBlKey abcdefghijkl`.
   */
  SecHttpBlKey: secHttpBlKey,
  /**
   * Description: a place where `skipAfter` goes on.
   * Arguments: a name.
   * Example: `SecMarker END-OF-LEVEL`.
   */
  SecMarker: secMarker,
  /**
   * Description: whether bodies of requests are inspected. Default `On`.
   * Arguments: `On` or `Off`.
   * Example: `SecRequestBodyAccess On`.
   */
  SecRequestBodyAccess: onOff('requestBodyAccess'),
  /**
   * Description: how deep a JSON body may be nested. Names of its values, written out with those of all containers
   * around them, may take 16 times the body together, or 1 MB where that is more; else the body is an error.
   * Arguments: a whole number above 0.
   * Example: `SecRequestBodyJsonDepthLimit 64`.
   */
  SecRequestBodyJsonDepthLimit: wholeNumber('jsonDepthLimit'),
  /**
   * Description: how many bytes of a request body are inspected.
   * Arguments: a whole number above 0.
   * Example: `SecRequestBodyLimit 131072`.
   */
  SecRequestBodyLimit: wholeNumber('requestBodyLimitBytes'),
  /**
   * Description: whether bodies of responses are inspected.
   * Arguments: `On` or `Off`.
   * Example: `SecResponseBodyAccess On`.
   */
  SecResponseBodyAccess: onOff('responseBodyAccess'),
  /**
   * Description: how many bytes of a response body are inspected.
   * Arguments: a whole number above 0.
   * Example: `SecResponseBodyLimit 524288`.
   */
  SecResponseBodyLimit: wholeNumber('responseBodyLimitBytes'),
  /**
   * Description: which responses are inspected; adds to those that are named before.
   * Arguments: media types.
   * Example: `SecResponseBodyMimeType text/plain text/html`.
   */
  SecResponseBodyMimeType: secResponseBodyMimeType,
  /**
   * Description: no response is inspected until types are named.
   * Arguments: none.
   * Example: `SecResponseBodyMimeTypesClear`.
   */
  SecResponseBodyMimeTypesClear: secResponseBodyMimeTypesClear,
  /**
   * Description: looks for something in parts of the request, and says what follows.
   * Arguments: variables between `|`, an operator, and the actions.
   * Example: `SecRule ARGS|!ARGS:comment "@detectSQLi" "id:1,phase:2,deny,log,msg:'SQL injection'"`.
   */
  SecRule: secRule,
  /**
   * Description: whether rules run, and whether they block.
   * Arguments: `On`, `Off` or `DetectionOnly`.
   * Example: `SecRuleEngine DetectionOnly`.
   */
  SecRuleEngine: secRuleEngine,
  /**
   * Description: takes out rules that stand before it.
   * Arguments: ids and ranges of ids.
   * Example: `SecRuleRemoveById 920350 942100-942199`.
   */
  SecRuleRemoveById: removeRules(CHOOSERS.id),
  /**
   * Description: takes out rules that stand before it, by their message.
   * Arguments: a pattern.
   * Example: `SecRuleRemoveByMsg "numeric IP"`.
   */
  SecRuleRemoveByMsg: removeRules(CHOOSERS.msg),
  /**
   * Description: takes out rules that stand before it, by a tag.
   * Arguments: a pattern.
   * Example: `SecRuleRemoveByTag "attack-dos"`.
   */
  SecRuleRemoveByTag: removeRules(CHOOSERS.tag),
  /**
   * Description: adds actions to rules that stand before it; id and phase stay.
   * Arguments: an id (`12345:1` the first rule chained to it), and actions in quotes.
   * Example: `SecRuleUpdateActionById 920350 "pass,log"`.
   */
  SecRuleUpdateActionById: updateActions,
  /**
   * Description: adds variables and exclusions to rules that stand before it; with a third argument that variable is replaced.
   * Arguments: ids, and variables.
   * Example: `SecRuleUpdateTargetById 942100 "!ARGS:comment"`.
   */
  SecRuleUpdateTargetById: updateTargets('id'),
  /**
   * Description: as `SecRuleUpdateTargetById`, by the message.
   * Arguments: a pattern, and variables.
   * Example: `SecRuleUpdateTargetByMsg "numeric IP" "!REQUEST_HEADERS:Host"`.
   */
  SecRuleUpdateTargetByMsg: updateTargets('msg'),
  /**
   * Description: as `SecRuleUpdateTargetById`, by a tag.
   * Arguments: a pattern, and variables.
   * Example: `SecRuleUpdateTargetByTag "attack-sqli" "!ARGS:comment"`.
   */
  SecRuleUpdateTargetByTag: updateTargets('tag'),
  /**
   * Description: whose sessions, users and resources are meant, where several applications share a store.
   * Arguments: a name.
   * Example: `SecWebAppId shop`.
   */
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
