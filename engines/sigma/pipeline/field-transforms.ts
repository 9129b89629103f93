import type { Parameters } from './parameters.ts';
import type { Transform } from './transform.ts';

/** Reads the parameters of a step of one type. */
export type TransformReader = (parameters: Parameters) => Transform;

/** `field_name_mapping`: other names for fields; of several names any may fit. An empty key stands for keywords. */
export function fieldNameMapping(parameters: Parameters): Transform {
  const mapping = parameters.mapping('mapping');
  return { kind: 'field', rename: (field) => mapping.get(field ?? '') ?? null };
}

/** `field_name_prefix_mapping`: the first prefix that fits is replaced. */
export function fieldNamePrefixMapping(parameters: Parameters): Transform {
  const mapping = [...parameters.mapping('mapping')];
  return named((field) => {
    const found = mapping.find(([prefix]) => field.startsWith(prefix));
    return found?.[1].map((prefix) => prefix + field.slice(found[0].length)) ?? null;
  });
}

const FUNCTIONS = {
  lower: (text) => text.toLowerCase(),
  upper: (text) => text.toUpperCase(),
  title: (text) =>
    text.replace(/[A-Za-z]+/g, (word) => word.charAt(0).toUpperCase() + word.slice(1).toLowerCase()),
  snake_case: snakeCase,
} as const satisfies Record<string, (text: string) => string>;

/** `field_name_transform`: a function by its name, `mapping` for exceptions. */
export function fieldNameTransform(parameters: Parameters): Transform {
  const change =
    FUNCTIONS[parameters.choice('transform_func', ['lower', 'upper', 'title', 'snake_case'], null)];
  const mapping = parameters.mapping('mapping', true);
  return named((field) => mapping.get(field) ?? [change(field)]);
}

/** `field_name_prefix`. */
export function fieldNamePrefix(parameters: Parameters): Transform {
  const prefix = parameters.text('prefix');
  return named((field) => [prefix + field]);
}

/** `field_name_suffix`. */
export function fieldNameSuffix(parameters: Parameters): Transform {
  const suffix = parameters.text('suffix');
  return named((field) => [field + suffix]);
}

/** `ProcessCommandLine` and `process-command line` as `process_command_line`. */
export function snakeCase(text: string): string {
  return text
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .replace(/([A-Z]+)([A-Z][a-z])/g, '$1_$2')
    .replace(/[\s-]+/g, '_')
    .toLowerCase();
}

function named(rename: (field: string) => readonly string[] | null): Transform {
  return { kind: 'field', rename: (field) => (field === null ? null : rename(field)) };
}
