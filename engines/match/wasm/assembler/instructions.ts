import { bytesOf, type Code, type Local, type Operand, unsigned, type ValueType } from './code.ts';

const BLOCK_WITHOUT_RESULT = 0x40;
const LOOP = 0x03;
const IF = 0x04;
const ELSE = 0x05;
const END = 0x0b;
const BRANCH_IF = 0x0d;
const RETURN = 0x0f;
const SET_LOCAL = 0x21;
/** Before the number of an instruction on vectors. */
const VECTOR = 0xfd;

/** Instructions on 32 bits, by the names of the specification (WebAssembly Core 2.0 §5.4.6, §5.4.7). */
export const i32 = {
  eqz: unary('i32', 'i32', 0x45),
  eq: binary('i32', 'i32', 0x46),
  ne: binary('i32', 'i32', 0x47),
  ltU: binary('i32', 'i32', 0x49),
  gtU: binary('i32', 'i32', 0x4b),
  leU: binary('i32', 'i32', 0x4d),
  geU: binary('i32', 'i32', 0x4f),
  ctz: unary('i32', 'i32', 0x68),
  popcnt: unary('i32', 'i32', 0x69),
  add: binary('i32', 'i32', 0x6a),
  sub: binary('i32', 'i32', 0x6b),
  mul: binary('i32', 'i32', 0x6c),
  and: binary('i32', 'i32', 0x71),
  or: binary('i32', 'i32', 0x72),
  xor: binary('i32', 'i32', 0x73),
  shl: binary('i32', 'i32', 0x74),
  shrU: binary('i32', 'i32', 0x76),
  wrapI64: unary('i64', 'i32', 0xa7),
  load: load('i32', 0x28),
  load8U: load('i32', 0x2d),
  load16U: load('i32', 0x2f),
  store: store('i32', 0x36),
  store8: store('i32', 0x3a),
} as const;

/** Instructions on 64 bits. */
export const i64 = {
  eqz: unary('i64', 'i32', 0x50),
  eq: binary('i64', 'i32', 0x51),
  ne: binary('i64', 'i32', 0x52),
  gtU: binary('i64', 'i32', 0x56),
  add: binary('i64', 'i64', 0x7c),
  mul: binary('i64', 'i64', 0x7e),
  and: binary('i64', 'i64', 0x83),
  or: binary('i64', 'i64', 0x84),
  xor: binary('i64', 'i64', 0x85),
  shl: binary('i64', 'i64', 0x86),
  shrU: binary('i64', 'i64', 0x88),
  extendI32U: unary('i32', 'i64', 0xad),
  load: load('i64', 0x29),
  store: store('i64', 0x37),
} as const;

/** Instructions on vectors, seen as 16 bytes (§5.4.9). */
export const i8x16 = {
  splat: vectorUnary('i32', 'v128', 0x0f),
  eq: vectorBinary(0x23),
  ltU: vectorBinary(0x26),
  leU: vectorBinary(0x2a),
  and: vectorBinary(0x4e),
  or: vectorBinary(0x50),
  xor: vectorBinary(0x51),
  add: vectorBinary(0x6e),
  /** A vector of these 16 bytes. */
  constant: (bytes: readonly number[]): Code<'v128'> => ({ leaves: 'v128', bytes: [VECTOR, 0x0c, ...bytes] }),
  /** The highest bit of each byte, the first byte's lowest. */
  bitmask: vectorUnary('v128', 'i32', 0x64),
  anyTrue: vectorUnary('v128', 'i32', 0x53),
  /** The byte of the first vector at each place that the second names; 0 for places above 15. */
  swizzle: vectorBinary(0x0e),
  /** As `swizzle`, for places up to 15 only, and in one instruction of the machine (WebAssembly Core 3.0, relaxed). */
  swizzleInside: vectorBinary(0x100),
  /** The last `places` bytes of the first vector, then the first ones of the second. */
  lastThen: (places: number, first: Code<'v128'>, second: Code<'v128'>): Code<'v128'> => ({
    leaves: 'v128',
    bytes: [
      ...first.bytes,
      ...second.bytes,
      ...[VECTOR, 0x0d],
      ...Array.from({ length: 16 }, (_, at) => 16 - places + at),
    ],
  }),
  load: (address: Operand<'i32'>, offset = 0): Code<'v128'> => ({
    leaves: 'v128',
    bytes: [...bytesOf('i32', address), VECTOR, 0x00, 0, ...unsigned(offset)],
  }),
  store: ({ address, offset = 0, value }: Stored<'v128'>): Code<'none'> =>
    step([...bytesOf('i32', address), ...value.bytes, VECTOR, 0x0b, 0, ...unsigned(offset)]),
  shrU: vectorShift(0x6d),
} as const;

/** Instructions on vectors, seen as 8 numbers of 16 bits. */
export const i16x8 = {
  shrU: vectorShift(0x8d),
} as const;

/** Gives a local variable a value. */
export function set<Type extends ValueType>(local: Local<Type>, value: Operand<Type>): Code<'none'> {
  return step([...bytesOf(local.leaves, value), SET_LOCAL, ...unsigned(local.index)]);
}

/** Runs the steps if the condition is not 0. */
export function when(condition: Operand<'i32'>, steps: readonly Code<'none'>[]): Code<'none'> {
  return step([...bytesOf('i32', condition), IF, BLOCK_WITHOUT_RESULT, ...inOrder(steps), END]);
}

/** Runs the one or the other steps, as the condition is not 0 or is. */
export function either(
  condition: Operand<'i32'>,
  steps: readonly Code<'none'>[],
  others: readonly Code<'none'>[],
): Code<'none'> {
  const head = [...bytesOf('i32', condition), IF, BLOCK_WITHOUT_RESULT];
  return step([...head, ...inOrder(steps), ELSE, ...inOrder(others), END]);
}

/** Runs the steps as long as the condition is not 0. */
export function whileDo(condition: Operand<'i32'>, steps: readonly Code<'none'>[]): Code<'none'> {
  // The condition stands at the end of the loop, so that a turn takes one branch, and once before it.
  const again = [...bytesOf('i32', condition), BRANCH_IF, 0];
  return when(condition, [step([LOOP, BLOCK_WITHOUT_RESULT, ...inOrder(steps), ...again, END])]);
}

/** Leaves a function that leaves 32 bits with that value, if the condition is not 0. */
export function returnIf(condition: Operand<'i32'>, value: Operand<'i32'>): Code<'none'> {
  return when(condition, [step([...bytesOf('i32', value), RETURN])]);
}

/** The bytes of steps, one after the other. */
export function inOrder(steps: readonly Code<'none'>[]): readonly number[] {
  return steps.flatMap(({ bytes }) => bytes);
}

function step(bytes: readonly number[]): Code<'none'> {
  return { leaves: 'none', bytes };
}

function unary<Type extends ValueType, Leaves extends ValueType>(type: Type, leaves: Leaves, opcode: number) {
  return (value: Operand<Type>): Code<Leaves> => ({ leaves, bytes: [...bytesOf(type, value), opcode] });
}

function binary<Type extends ValueType, Leaves extends ValueType>(
  type: Type,
  leaves: Leaves,
  opcode: number,
) {
  return (one: Operand<Type>, other: Operand<Type>): Code<Leaves> => ({
    leaves,
    bytes: [...bytesOf(type, one), ...bytesOf(type, other), opcode],
  });
}

function vectorUnary<Type extends ValueType, Leaves extends ValueType>(
  type: Type,
  leaves: Leaves,
  opcode: number,
) {
  return (value: Operand<Type>): Code<Leaves> => ({
    leaves,
    bytes: [...bytesOf(type, value), VECTOR, ...unsigned(opcode)],
  });
}

function vectorShift(opcode: number) {
  return (vector: Code<'v128'>, bits: Operand<'i32'>): Code<'v128'> => ({
    leaves: 'v128',
    bytes: [...vector.bytes, ...bytesOf('i32', bits), VECTOR, ...unsigned(opcode)],
  });
}

function vectorBinary(opcode: number) {
  return (one: Code<'v128'>, other: Code<'v128'>): Code<'v128'> => ({
    leaves: 'v128',
    bytes: [...one.bytes, ...other.bytes, VECTOR, ...unsigned(opcode)],
  });
}

/** No alignment is promised to any load or store (the 0 behind the opcode): texts begin and end anywhere. */
function load<Leaves extends ValueType>(leaves: Leaves, opcode: number) {
  return (address: Operand<'i32'>, offset = 0): Code<Leaves> => ({
    leaves,
    bytes: [...bytesOf('i32', address), opcode, 0, ...unsigned(offset)],
  });
}

interface Stored<Type extends ValueType> {
  readonly address: Operand<'i32'>;
  /** Added to the address. */
  readonly offset?: number;
  readonly value: Operand<Type>;
}

function store<Type extends ValueType>(type: Type, opcode: number) {
  return ({ address, offset = 0, value }: Stored<Type>): Code<'none'> =>
    step([...bytesOf('i32', address), ...bytesOf(type, value), opcode, 0, ...unsigned(offset)]);
}
