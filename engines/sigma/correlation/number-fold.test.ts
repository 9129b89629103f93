import fc from 'fast-check';
import { expect, it } from 'vitest';
import { FoldQueue, foldOf } from './number-fold.ts';

it('a queue of folds comes to what its numbers come to', () => {
  const step = fc.oneof(fc.array(fc.integer({ min: -9, max: 9 }), { maxLength: 3 }), fc.constant(null));
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      const queue = new FoldQueue();
      const plain: (readonly number[])[] = [];
      for (const numbers of steps) {
        if (numbers === null && plain.length > 0) {
          plain.shift();
          queue.shift();
        } else if (numbers !== null) {
          plain.push(numbers);
          queue.push(foldOf(numbers));
        }
        expect(queue.fold()).toEqual(foldOf(plain.flat()));
      }
    }),
  );
});
