import {
  fieldNameMapping,
  fieldNamePrefix,
  fieldNamePrefixMapping,
  fieldNameSuffix,
  fieldNameTransform,
  type TransformReader,
} from './field-transforms.ts';
import { detectionItemFailure, dropDetectionItem, hashesFields } from './item-transforms.ts';
import { valuePlaceholders, wildcardPlaceholders } from './placeholder-transforms.ts';
import {
  addCondition,
  changeFieldList,
  changeLogsource,
  ruleFailure,
  setCustomAttribute,
  setFieldList,
  setState,
} from './rule-transforms.ts';
import { changeCase, convertType, mapString, replaceString, setValue, toRegex } from './value-transforms.ts';

/** Transformations by the type that a step names (pySigma, "Rule Pre-Processing Transformations"); `nest` is apart. */
export const TRANSFORMS = {
  field_name_mapping: fieldNameMapping,
  field_name_prefix_mapping: fieldNamePrefixMapping,
  field_name_transform: fieldNameTransform,
  field_name_prefix: fieldNamePrefix,
  field_name_suffix: fieldNameSuffix,
  drop_detection_item: dropDetectionItem,
  detection_item_failure: detectionItemFailure,
  hashes_fields: hashesFields,
  add_condition: addCondition,
  change_logsource: changeLogsource,
  add_field: changeFieldList,
  remove_field: changeFieldList,
  set_field: setFieldList,
  set_state: setState,
  set_custom_attribute: setCustomAttribute,
  rule_failure: ruleFailure,
  replace_string: replaceString,
  map_string: mapString,
  case: changeCase,
  regex: toRegex,
  set_value: setValue,
  convert_type: convertType,
  value_placeholders: valuePlaceholders,
  wildcard_placeholders: wildcardPlaceholders,
} as const satisfies Record<string, TransformReader>;

/** Types that pySigma has and an engine over events cannot follow, with the reason and the way out. */
export const REFUSED_TRANSFORMS = {
  query_expression_placeholders: [
    'it writes an expression of a query language, and events are not searched by queries here',
    'Use value_placeholders with the values in vars.',
  ],
  file_placeholders: ['pipelines open no files', 'Put the values into vars, or give them as placeholders.'],
  http_placeholders: [
    'pipelines open no connections',
    'Put the values into vars, or give them as placeholders.',
  ],
  command_placeholders: [
    'pipelines start no programs',
    'Put the values into vars, or give them as placeholders.',
  ],
  extract_fields: [
    'how it splits values is not documented',
    'Use field_name_mapping, or a mapping of the log source.',
  ],
  strict_field_mapping_failure: [
    'which fields count as mapped depends on the target of a query',
    'Use detection_item_failure with field_name_conditions: exclude_fields.',
  ],
} as const satisfies Record<string, readonly [reason: string, help: string]>;
