import { z } from 'zod';

/** A part of the configuration's schema as its messages and its reference page need it. */
export interface SchemaView {
  /** The schema without its wrappers (default, nullable, transformation). */
  readonly node: z.core.$ZodType;
  readonly description: string;
  /** What is to be written there, as a noun phrase. */
  readonly expected: string | null;
  /** How to write it. */
  readonly help: string | null;
  /** True for values that messages must not repeat. */
  readonly secret: boolean;
  readonly nullable: boolean;
  /** The default as it would be written; undefined where the key is required. */
  readonly defaultValue: unknown;
}

type Mutable<T> = { -readonly [Key in keyof T]: T[Key] };

/** Unwraps `schema`; of what several wrappers say about it the outermost holds. */
export function viewOf(schema: z.core.$ZodType): SchemaView {
  const view: Mutable<SchemaView> = {
    node: schema,
    description: '',
    expected: null,
    help: null,
    secret: false,
    nullable: false,
    defaultValue: undefined,
  };
  for (let inner: z.core.$ZodType | null = schema; inner !== null; inner = step(inner, view)) {
    view.node = inner;
    const meta = z.globalRegistry.get(inner) ?? {};
    if (view.description === '') view.description = meta.description ?? '';
    view.expected ??= textOf(meta.expected);
    view.help ??= textOf(meta.help);
    view.secret ||= meta.secret === true;
  }
  return view;
}

function step(schema: z.core.$ZodType, view: Mutable<SchemaView>): z.core.$ZodType | null {
  if (schema instanceof z.ZodPrefault || schema instanceof z.ZodDefault) {
    view.defaultValue ??= schema.def.defaultValue;
    return schema.def.innerType;
  }
  if (schema instanceof z.ZodNullable) {
    view.nullable = true;
    return schema.def.innerType;
  }
  return schema instanceof z.ZodPipe ? schema.def.in : null;
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}

/** Keys that may stand in the map that `view` describes; empty for everything that is no map. */
export function keysOf(view: SchemaView): readonly string[] {
  return view.node instanceof z.ZodObject ? Object.keys(view.node.def.shape) : [];
}

/** How to write a key of a map whose keys are open; null for everything else. */
export function keyHelpOf({ node }: SchemaView): string | null {
  return node instanceof z.ZodRecord ? viewOf(node.def.keyType).help : null;
}

/** Literal or enumerated values that may stand there; empty where values are open. */
export function valuesOf(view: SchemaView): readonly string[] {
  if (view.node instanceof z.ZodEnum) return view.node.options.map(String);
  return view.node instanceof z.ZodLiteral ? [...view.node.values].map(String) : [];
}

/** The alternatives of a union, each by the value of `kind` that chooses it; empty for other schemas. */
export function kindsOf(view: SchemaView): ReadonlyMap<string, SchemaView> {
  if (!(view.node instanceof z.ZodDiscriminatedUnion)) return new Map();
  const views = view.node.options.map((option) => viewOf(option));
  return new Map(views.map((option) => [valuesOf(childOf(option, 'kind') ?? option)[0] ?? '', option]));
}

/** What stands under `key` of a map, or in a list; null where the schema knows no such thing. */
export function childOf(view: SchemaView, key: PropertyKey): SchemaView | null {
  const { node } = view;
  if (node instanceof z.ZodArray) return viewOf(node.def.element);
  if (node instanceof z.ZodRecord) return viewOf(node.def.valueType);
  if (!(node instanceof z.ZodObject)) return null;
  const child: z.core.$ZodType | undefined = Object.hasOwn(node.def.shape, key)
    ? node.def.shape[String(key)]
    : undefined;
  return child === undefined ? null : viewOf(child);
}

/** The part of `root` that describes what `draft` has at `path`; null where the schema knows no such thing. */
export function viewAt(root: SchemaView, path: readonly PropertyKey[], draft: unknown): SchemaView | null {
  let view: SchemaView | null = root;
  let value = draft;
  for (const key of path) {
    view = childOf(chosen(view, value), key);
    value = memberOf(value, key);
    if (view === null) return null;
  }
  return chosen(view, value);
}

/** The alternative of a union that the `kind` of `value` chooses; `view` itself when it is no union. */
function chosen(view: SchemaView, value: unknown): SchemaView {
  const kind = memberOf(value, 'kind');
  return (typeof kind === 'string' ? kindsOf(view).get(kind) : undefined) ?? view;
}

/** `value[key]` of untrusted data: own keys only. */
export function memberOf(value: unknown, key: PropertyKey): unknown {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined;
  return (value as Readonly<Record<PropertyKey, unknown>>)[key];
}
