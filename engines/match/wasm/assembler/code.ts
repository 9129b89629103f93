/** Types of values (WebAssembly Core Specification 2.0 §5.3.1, §5.3.2), by their byte in the binary format. */
export const VALUE_TYPES = { i32: 0x7f, i64: 0x7e, v128: 0x7b } as const;

export type ValueType = keyof typeof VALUE_TYPES;

/** What a piece of code leaves on the stack: a value, or nothing. */
export type Result = ValueType | 'none';

/** A piece of a function's code in the binary format (§5.4) that leaves one value, or nothing. */
export interface Code<Leaves extends Result> {
  readonly leaves: Leaves;
  readonly bytes: readonly number[];
}

/** Where an instruction takes a value: a whole number of 32 bits stands for the constant; a vector has none. */
export type Operand<Type extends ValueType> = Code<Type> | (Type extends 'v128' ? never : number);

/** A parameter or local variable: as a piece of code it leaves its value. */
export interface Local<Type extends ValueType> extends Code<Type> {
  readonly index: number;
}

/** Code of an operand. */
export function bytesOf(type: ValueType, operand: Code<ValueType> | number): readonly number[] {
  if (typeof operand !== 'number') return operand.bytes;
  return [type === 'i32' ? 0x41 : 0x42, ...signed(operand)];
}

/** A whole number from 0 up to 2^32 - 1 as unsigned LEB128 (§5.2.2). */
export function unsigned(value: number): readonly number[] {
  const bytes: number[] = [];
  let rest = value >>> 0;
  for (; rest > 0x7f; rest >>>= 7) bytes.push((rest & 0x7f) | 0x80);
  return [...bytes, rest];
}

/** A whole number from -2^31 up to 2^31 - 1 as signed LEB128 (§5.2.2). */
export function signed(value: number): readonly number[] {
  const bytes: number[] = [];
  let rest = value | 0;
  // Bit 6 of the last byte is the sign.
  for (; rest < -0x40 || rest > 0x3f; rest >>= 7) bytes.push((rest & 0x7f) | 0x80);
  return [...bytes, rest & 0x7f];
}
