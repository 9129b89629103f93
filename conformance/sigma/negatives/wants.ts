import type { SigmaEvent, SigmaValue } from '@dejfa/sigma';
import type { FieldItem } from '../../../engines/sigma/ast/detection.ts';
import { joinParts, type Sample, sampleOf, type TextPart } from './value-sample.ts';

/** Where keywords are put. */
export const KEYWORD_FIELD = 'Message';

/** How the wishes for a field become its value: one text (`framed`: open ends are not empty), or a list of texts. */
export const LAYOUTS = ['spaced', 'joined', 'framed', 'list'] as const;
type Layout = (typeof LAYOUTS)[number];

/** Wishes for the fields of an event, collected while a rule is walked. */
export class Wants {
  readonly choice: number;
  readonly absent = new Set<string>();
  readonly #samples = new Map<string, Sample[]>();

  /** `choice` picks among alternatives. */
  constructor(choice: number) {
    this.choice = choice;
  }

  add(field: string, sample: Sample): void {
    if (sample.kind === 'absent') this.absent.add(field);
    else this.#samples.set(field, [...(this.#samples.get(field) ?? []), sample]);
  }

  /** One of the values of an item, or all of them where it asks for all; another value where it must differ. */
  addItem({ field, link, negated, tests }: FieldItem): void {
    const name = field ?? KEYWORD_FIELD;
    if (negated) {
      this.add(name, { kind: 'value', value: 'something else' });
      return;
    }
    const wanted = link === 'all' ? tests : tests.slice(this.choice % tests.length).slice(0, 1);
    for (const test of wanted) this.add(name, sampleOf(test, this.choice));
  }

  fields(layout: Layout): Record<string, SigmaValue> {
    const fields: Record<string, SigmaValue> = {};
    for (const [field, samples] of this.#samples) {
      for (const sample of samples) {
        if (sample.kind === 'same') {
          fields[field] ??= 'same';
          fields[sample.field] = fields[field];
        } else if (sample.kind === 'value') fields[field] = sample.value;
      }
      const parts = samples.flatMap((sample) => (sample.kind === 'text' ? [sample.part] : []));
      if (parts.length > 0) fields[field] = textsOf(parts, layout);
    }
    return fields;
  }
}

function textsOf(parts: readonly TextPart[], layout: Layout): SigmaValue {
  if (layout === 'list') return parts.map(({ text }) => text);
  if (layout === 'framed') return joinParts(parts.map(framed), ' ');
  return joinParts(parts, layout === 'spaced' ? ' ' : '');
}

function framed({ text, openStart, openEnd }: TextPart): TextPart {
  return { text: `${openStart ? 'x' : ''}${text}${openEnd ? 'x' : ''}`, openStart, openEnd };
}

/** The event without some of its fields. */
export function withoutFields(event: SigmaEvent, names: ReadonlySet<string>): SigmaEvent {
  const kept = Object.entries(event.fields).filter(([name]) => !names.has(name));
  return { ...event, fields: Object.fromEntries(kept) };
}
