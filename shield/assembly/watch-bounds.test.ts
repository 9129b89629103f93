import { expect, it } from 'vitest';
import { watchBounds } from './watch-bounds.ts';

it('says that a bound was reached at the first loss, and again when there are ten times as many', () => {
  const said: string[] = [];
  const watch = watchBounds({ info: () => undefined, warn: (text) => said.push(text.split(' ')[0] ?? '') });
  for (const closedEarly of [0, 1, 2, 9, 10, 11, 100])
    watch({ closedEarly, incidentsLetGo: 0, attemptsLeftOut: 0, late: 0, letGo: 0 });
  expect(said).toEqual(['1', '10', '100']);
});
