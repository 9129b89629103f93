import {
  bytesOf,
  type Code,
  type Local,
  type Operand,
  type Result,
  unsigned,
  VALUE_TYPES,
  type ValueType,
} from './code.ts';
import { inOrder } from './instructions.ts';

const FUNCTION_TYPE = 0x60;
const GET_LOCAL = 0x20;
const CALL = 0x10;
const END = 0x0b;

type Types = Readonly<Record<string, ValueType>>;

/** Parameters by name, in their order, and what the function leaves. */
export interface Signature<Parameters extends Types, Leaves extends Result> {
  readonly parameters: Parameters;
  readonly result: Leaves;
  /** Name under which the host sees the function, in ASCII; without it the host does not. */
  readonly exportAs?: string;
}

/** Makes a local variable of the function that is being defined; it is 0 at the function's start. */
export type MakeLocal = <Type extends ValueType>(type: Type) => Local<Type>;

/** What a function does: its steps, then what it leaves. */
export interface Body<Leaves extends Result> {
  readonly steps: readonly Code<'none'>[];
  readonly result: Leaves extends ValueType ? Operand<Leaves> : null;
}

type Locals<Parameters extends Types> = { readonly [Name in keyof Parameters]: Local<Parameters[Name]> };

/** Code that calls a function of the module. */
export type Call<Parameters extends Types, Leaves extends Result> = (
  values: {
    readonly [Name in keyof Parameters]: Operand<Parameters[Name]>;
  },
) => Code<Leaves>;

/** A module of WebAssembly under construction: functions over one memory, which is imported as `host.memory`. */
export interface ModuleAssembly {
  /** Adds a function, and gives what calls it; a function calls those that were defined before it. */
  define<Parameters extends Types, Leaves extends Result>(
    signature: Signature<Parameters, Leaves>,
    body: (parameters: Locals<Parameters>, local: MakeLocal) => Body<Leaves>,
  ): Call<Parameters, Leaves>;
  /** The module in the binary format (WebAssembly Core Specification 2.0 §5.5). */
  toBytes(): Uint8Array<ArrayBuffer>;
}

/** Begins a module whose memory has at least `pages` of 65,536 bytes. */
export function assembleModule(pages: number): ModuleAssembly {
  const definitions: Definition[] = [];
  return {
    define: (signature, body) => {
      const index = definitions.push(definitionOf(signature, body)) - 1;
      return (values) => ({
        leaves: signature.result,
        bytes: [
          ...Object.entries(signature.parameters).flatMap(([name, type]) => bytesOf(type, values[name] ?? 0)),
          CALL,
          ...unsigned(index),
        ],
      });
    },
    toBytes: () => moduleOf(definitions, pages),
  };
}

interface Definition {
  readonly type: readonly number[];
  readonly code: readonly number[];
  readonly exportAs: string | null;
}

function definitionOf<Parameters extends Types, Leaves extends Result>(
  { parameters, result: leaves, exportAs }: Signature<Parameters, Leaves>,
  body: (parameters: Locals<Parameters>, local: MakeLocal) => Body<Leaves>,
): Definition {
  const resultType = valueTypeOf(leaves);
  const types = Object.entries(parameters);
  const made: ValueType[] = [];
  const given = Object.fromEntries(types.map(([name, type], index) => [name, localAt(index, type)]));
  const local: MakeLocal = (type) => localAt(types.length + made.push(type) - 1, type);
  // Each name has the local of its own type.
  const { steps, result } = body(given as Locals<Parameters>, local);
  return {
    type: [
      FUNCTION_TYPE,
      ...vector(types.map(([, type]) => [VALUE_TYPES[type]])),
      ...vector(resultType === null ? [] : [[VALUE_TYPES[resultType]]]),
    ],
    code: sized([
      ...vector(made.map((type) => [1, VALUE_TYPES[type]])),
      ...inOrder(steps),
      ...(resultType === null || result === null ? [] : bytesOf(resultType, result)),
      END,
    ]),
    exportAs: exportAs ?? null,
  };
}

function valueTypeOf(leaves: Result): ValueType | null {
  return leaves === 'none' ? null : leaves;
}

function localAt<Type extends ValueType>(index: number, type: Type): Local<Type> {
  return { leaves: type, bytes: [GET_LOCAL, ...unsigned(index)], index };
}

/** Sections by their numbers (§5.5.2): types, the imported memory, functions, exports, code. */
function moduleOf(definitions: readonly Definition[], pages: number): Uint8Array<ArrayBuffer> {
  const exported = definitions.flatMap(({ exportAs }, index) =>
    exportAs === null ? [] : [[...nameOf(exportAs), 0x00, ...unsigned(index)]],
  );
  return Uint8Array.from([
    ...[0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00],
    ...section(1, vector(definitions.map(({ type }) => type))),
    ...section(2, vector([[...nameOf('host'), ...nameOf('memory'), 0x02, 0x00, ...unsigned(pages)]])),
    ...section(3, vector(definitions.map((_, index) => unsigned(index)))),
    ...section(7, vector(exported)),
    ...section(10, vector(definitions.map(({ code }) => code))),
  ]);
}

function section(number: number, content: readonly number[]): readonly number[] {
  return [number, ...sized(content)];
}

function vector(items: readonly (readonly number[])[]): readonly number[] {
  return [...unsigned(items.length), ...items.flat()];
}

function nameOf(name: string): readonly number[] {
  return sized([...name].map((char) => char.charCodeAt(0)));
}

function sized(content: readonly number[]): readonly number[] {
  return [...unsigned(content.length), ...content];
}
