import type { OpenToken } from '../ast/pattern.ts';
import { fillPlaceholders, openPlaceholder, reportTooMany } from '../parse/placeholder.ts';
import { parseWildcards } from '../parse/wildcard.ts';
import type { Parameters } from './parameters.ts';
import type { PipelineRun } from './run.ts';
import type { Transform } from './transform.ts';

/** `value_placeholders`: values from `vars`; what has none there stays open. */
export function valuePlaceholders(parameters: Parameters): Transform {
  return placeholders(
    parameters,
    (name, { vars }) => vars.get(name)?.map((value) => parseWildcards(String(value)).tokens) ?? null,
  );
}

/** `wildcard_placeholders`: anything at all. */
export function wildcardPlaceholders(parameters: Parameters): Transform {
  return placeholders(parameters, () => [[{ kind: 'star' }]]);
}

type Fill = (name: string, run: PipelineRun) => readonly (readonly OpenToken[])[] | null;

/** `include` and `exclude` say which placeholders a step handles. */
function placeholders(parameters: Parameters, fill: Fill): Transform {
  const include = parameters.entry('include') === null ? null : parameters.texts('include');
  const exclude = parameters.texts('exclude', true);
  const entry = parameters.entry('exclude');
  if (include !== null && entry !== null) parameters.wrong(entry, 'nothing where include is given', null);
  const handles = (name: string) => (include === null || include.includes(name)) && !exclude.includes(name);
  return {
    kind: 'value',
    change: (test, run) => {
      const open = test.kind === 'string' ? openPlaceholder(test.pattern) : null;
      if (test.kind !== 'string' || open === null) return null;
      const patterns = fillPlaceholders(test.pattern, ({ name }) => (handles(name) ? fill(name, run) : null));
      if (patterns === null) reportTooMany(run.report, open.at);
      return patterns?.map((pattern) => ({ ...test, pattern })) ?? null;
    },
  };
}
