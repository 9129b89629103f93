import { describe, expect, it } from 'vitest';
import { signed, unsigned } from './code.ts';
import { i32, i64, returnIf, set, when, whileDo } from './instructions.ts';
import { assembleModule } from './module.ts';

interface Host {
  readonly Memory: new (size: { readonly initial: number }) => { readonly buffer: ArrayBuffer };
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Instance: new (
    module: object,
    imports: object,
  ) => { readonly exports: Readonly<Record<string, (...values: number[]) => number>> };
}

const { WebAssembly: host } = globalThis as unknown as { readonly WebAssembly: Host };

describe('unsigned and signed LEB128', () => {
  it.each([
    [0, [0x00]],
    [127, [0x7f]],
    [128, [0x80, 0x01]],
    [624485, [0xe5, 0x8e, 0x26]],
    [0xffffffff, [0xff, 0xff, 0xff, 0xff, 0x0f]],
  ])('writes %i as %j', (value, bytes) => {
    expect(unsigned(value)).toEqual(bytes);
  });

  it.each([
    [0, [0x00]],
    [63, [0x3f]],
    [64, [0xc0, 0x00]],
    [-64, [0x40]],
    [-65, [0xbf, 0x7f]],
    [-123456, [0xc0, 0xbb, 0x78]],
    [0x7fffffff, [0xff, 0xff, 0xff, 0xff, 0x07]],
    [-0x80000000, [0x80, 0x80, 0x80, 0x80, 0x78]],
  ])('writes %i with its sign as %j', (value, bytes) => {
    expect(signed(value)).toEqual(bytes);
  });
});

/** What the module's function `f` gives. */
function call(module: ReturnType<typeof assembleModule>, ...values: number[]): number | undefined {
  const memory = new host.Memory({ initial: 1 });
  return new host.Instance(new host.Module(module.toBytes()), { host: { memory } }).exports.f?.(...values);
}

describe('assembleModule', () => {
  it.each([
    ['add', 7, 3, 10],
    ['sub', 7, 9, -2],
    ['mul', 7, 3, 21],
    ['and', 6, 3, 2],
    ['or', 6, 3, 7],
    ['shl', 1, 33, 2],
    ['shrU', -1, 28, 15],
    ['ne', 1, 2, 1],
    ['ltU', 1, -1, 1],
    ['gtU', 1, -1, 0],
    ['leU', 2, 2, 1],
  ] as const)('runs i32.%s', (name, a, b, result) => {
    const module = assembleModule(1);
    module.define({ parameters: { a: 'i32', b: 'i32' }, result: 'i32', exportAs: 'f' }, (given) => ({
      steps: [],
      result: i32[name](given.a, given.b),
    }));
    expect(call(module, a, b)).toBe(result);
  });

  it('stores and loads at an address and an offset', () => {
    const module = assembleModule(1);
    module.define({ parameters: { at: 'i32' }, result: 'i32', exportAs: 'f' }, ({ at }) => ({
      steps: [
        i32.store({ address: at, value: -2 }),
        i32.store8({ address: at, offset: 2, value: 0x105 }),
        i64.store({ address: at, offset: 8, value: i64.or(i64.load(at), 1) }),
      ],
      // fe ff 05 ff, of which the second half is stored and loaded again.
      result: i32.add(i32.load16U(at, 10), i32.mul(i32.load8U(i32.add(at, 8)), 0x10000)),
    }));
    expect(call(module, 3)).toBe(0xffff05);
  });

  it('runs loops, conditions and calls, and starts with locals that are 0', () => {
    const module = assembleModule(1);
    const double = module.define({ parameters: { value: 'i32' }, result: 'i32' }, ({ value }) => ({
      steps: [returnIf(i32.eqz(value), 100)],
      result: i32.shl(value, 1),
    }));
    module.define({ parameters: { count: 'i32' }, result: 'i32', exportAs: 'f' }, ({ count }, local) => {
      const at = local('i32');
      const sum = local('i32');
      return {
        steps: [
          whileDo(i32.ltU(at, count), [
            when(i32.and(at, 1), [set(sum, i32.add(sum, double({ value: at })))]),
            set(at, i32.add(at, 1)),
          ]),
          when(i32.eqz(sum), [set(sum, double({ value: sum }))]),
        ],
        result: sum,
      };
    });
    expect([call(module, 0), call(module, 1), call(module, 6)]).toEqual([100, 100, 18]);
  });

  it('tells values of 64 bits apart, and takes their lower half', () => {
    const module = assembleModule(1);
    module.define({ parameters: { a: 'i32' }, result: 'i32', exportAs: 'f' }, ({ a }, local) => {
      const wide = local('i64');
      return {
        steps: [i32.store({ address: 0, value: a }), set(wide, i64.load(0))],
        result: i32.add(i64.eq(wide, 5), i32.mul(i32.popcnt(i32.wrapI64(wide)), 10)),
      };
    });
    expect([call(module, 5), call(module, 7)]).toEqual([21, 30]);
  });
});
