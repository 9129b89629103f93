import { bytesOf, type Code, type Local, type Operand, unsigned, type ValueType } from './code.ts';

const BLOCK_WITHOUT_RESULT = 0x40;
const LOOP = 0x03;
const IF = 0x04;
const END = 0x0b;
const BRANCH_IF = 0x0d;
const RETURN = 0x0f;
const SET_LOCAL = 0x21;

/** Instructions on 32 bits, by the names of the specification (WebAssembly Core 2.0 §5.4.6, §5.4.7). */
export const i32 = {
  eqz: unary('i32', 'i32', 0x45),
  ne: binary('i32', 'i32', 0x47),
  ltU: binary('i32', 'i32', 0x49),
  gtU: binary('i32', 'i32', 0x4b),
  leU: binary('i32', 'i32', 0x4d),
  popcnt: unary('i32', 'i32', 0x69),
  add: binary('i32', 'i32', 0x6a),
  sub: binary('i32', 'i32', 0x6b),
  mul: binary('i32', 'i32', 0x6c),
  and: binary('i32', 'i32', 0x71),
  or: binary('i32', 'i32', 0x72),
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
  eq: binary('i64', 'i32', 0x51),
  or: binary('i64', 'i64', 0x84),
  load: load('i64', 0x29),
  store: store('i64', 0x37),
} as const;

/** Gives a local variable a value. */
export function set<Type extends ValueType>(local: Local<Type>, value: Operand<Type>): Code<'none'> {
  return step([...bytesOf(local.leaves, value), SET_LOCAL, ...unsigned(local.index)]);
}

/** Runs the steps if the condition is not 0. */
export function when(condition: Operand<'i32'>, steps: readonly Code<'none'>[]): Code<'none'> {
  return step([...bytesOf('i32', condition), IF, BLOCK_WITHOUT_RESULT, ...inOrder(steps), END]);
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
