import { describe, expect, it } from 'vitest';
import type { Condition } from '../ast/condition.ts';
import { parseCondition } from './parser.ts';

const NAMES = ['selection', 'selection_a', 'selection_b', 'filter', '_hidden', 'not_this'];

function shown(condition: Condition): string {
  if (condition.kind === 'detection') return condition.name;
  if (condition.kind === 'not') return `not ${shown(condition.part)}`;
  return `(${condition.parts.map(shown).join(` ${condition.kind} `)})`;
}

describe('parseCondition', () => {
  it.each([
    ['selection', 'selection'],
    ['selection and not filter', '(selection and not filter)'],
    ['selection or filter and selection_a', '(selection or (filter and selection_a))'],
    ['(selection or filter) and selection_a', '((selection or filter) and selection_a)'],
    ['not selection or filter', '(not selection or filter)'],
    ['not not filter', 'filter'],
    ['not_this', 'not_this'],
    ['1 of selection_*', '(selection_a or selection_b)'],
    ['all of selection*', '(selection and selection_a and selection_b)'],
    ['any of filter', 'filter'],
    ['1 of _*', '_hidden'],
    ['1 of *_a', 'selection_a'],
    ['1 of them', '(selection or selection_a or selection_b or filter or not_this)'],
    ['not 1 of selection_* and filter', '(not (selection_a or selection_b) and filter)'],
    ['selection AND NOT filter', '(selection and not filter)'],
    ['  selection\n  and filter ', '(selection and filter)'],
  ])('%s', (text, wanted) => {
    const parsed = parseCondition(text, NAMES);
    expect(parsed.kind === 'parsed' ? shown(parsed.condition) : parsed.problem).toBe(wanted);
  });

  it.each([
    ['selection and', 'The condition ends too early', 13],
    ['', 'The condition ends too early', 0],
    ['(selection', 'This bracket is not closed', 0],
    ['selection)', 'Unexpected ")"', 9],
    ['selection filter', 'Unexpected "filter"', 10],
    ['selection | count() > 5', 'Unexpected "|"', 10],
    ['2 of selection*', 'Unexpected "2"', 0],
    ['all of nothing*', 'No search identifier fits "nothing*"', 7],
    ['selectoin', 'The condition names "selectoin", which is not defined', 0],
    ['and selection', 'Unexpected "and"', 0],
    [`${'('.repeat(200)}selection`, 'Brackets are nested too deep', 100],
  ])('refuses %s', (text, message, at) => {
    const parsed = parseCondition(text, NAMES);
    expect(parsed.kind === 'refused' && parsed.problem).toMatchObject({ message, at });
  });
});
