import type { SigmaEvent } from '../api.ts';
import type { CorrelationPlan } from '../correlation/plan.ts';
import { fieldValues } from '../oracle/event-values.ts';
import type { CorrelatedField, CorrelationExplanation } from './explanation.ts';

const VALUES_SHOWN = 10;
const VALUE_CHARACTERS = 400;

/** Whether an event counts for a correlation, and in which group; `fired`: identifiers of the rules that match it. */
export function explainCorrelation(
  plan: CorrelationPlan,
  event: SigmaEvent,
  fired: ReadonlySet<string>,
): CorrelationExplanation {
  const inputs = plan.inputs.map(({ id, kind, reference }) => ({
    reference,
    fired: kind === 'rule' ? fired.has(id) : null,
  }));
  const position = inputs.findIndex((input) => input.fired === true);
  const look = (field: string): CorrelatedField => {
    const looked = plan.aliases.get(field)?.get(position) ?? field;
    const values = fieldValues(event, looked)?.filter((value) => value !== null) ?? [];
    const shown = values.slice(0, VALUES_SHOWN).map((value) => String(value).slice(0, VALUE_CHARACTERS));
    return { field, looked, values: shown };
  };
  const fields = [...plan.groupBy, ...plan.valueFields].map(look);
  const counts = position !== -1 && fields.every(({ values }) => values.length > 0);
  const asks = `${measureText(plan)} within ${plan.timespanMs / 1000} s`;
  return { rule: plan.info, counts, inputs, fields, asks };
}

/** `event_count gte 10`; of temporal ones which of the rules. */
function measureText({ type, condition, inputs, percentile }: CorrelationPlan): string {
  if (condition.kind === 'occurrence')
    return `${type} of ${inputs.map(({ reference }) => reference).join(', ')}`;
  const compared = condition.comparisons.map(({ operator, value }) => `${operator} ${value}`).join(' and ');
  return `${type}${percentile === null ? '' : ` (${percentile})`} ${compared}`;
}
