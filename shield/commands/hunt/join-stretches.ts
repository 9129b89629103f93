import type { HuntFile } from '../../report/hunt-findings.ts';
import type { HuntStep, HuntTask } from './task.ts';

/** Joins the stretches of a file, which come in order, into one: records are numbered through, and counts added. */
export class StretchJoiner {
  #before: HuntFile | null = null;

  /** The step as it would be, had the file been read whole; null where the file goes on. */
  join(step: HuntStep, task: HuntTask): HuntStep | null {
    if (task.stretch === null || step.kind === 'sources') return step;
    const offset = this.#before?.read ?? 0;
    if (step.kind === 'observation') {
      const { leaf } = step.observation;
      const ref = { ...leaf.ref, record: leaf.ref.record + offset };
      return { kind: 'observation', observation: { ...step.observation, leaf: { ...leaf, ref } } };
    }
    if (step.kind === 'hit') return { kind: 'hit', hit: { ...step.hit, record: step.hit.record + offset } };
    this.#before = this.#before === null ? step.file : added(this.#before, step.file);
    return task.isLast ? this.end() : null;
  }

  /** The file so far, of which no more stretches come; null where there is none. */
  end(): HuntStep | null {
    const file = this.#before;
    this.#before = null;
    return file === null ? null : { kind: 'file', file };
  }
}

function added(a: HuntFile, b: HuntFile): HuntFile {
  const examples = [...a.examples];
  for (const example of b.examples) {
    const at = examples.findIndex(({ format }) => format === example.format);
    if (at === -1) examples.push(example);
    else examples[at] = { ...example, count: example.count + (examples[at]?.count ?? 0) };
  }
  return {
    ...a,
    format: a.read === 0 ? b.format : a.format,
    error: a.error ?? b.error,
    read: a.read + b.read,
    parsed: a.parsed + b.parsed,
    unparsed: a.unparsed + b.unparsed,
    skipped: a.skipped + b.skipped,
    tooLong: a.tooLong + b.tooLong,
    events: a.events + b.events,
    examples,
  };
}
