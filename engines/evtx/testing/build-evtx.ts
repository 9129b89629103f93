import { crc32 } from 'node:zlib';

/** A value of a template instance. */
export interface Value {
  readonly type: number;
  readonly bytes: Buffer;
}

/** What stands in an element: text, a slot, another element. */
export type Content =
  | string
  | { readonly slot: number; readonly optional?: boolean }
  | { readonly entity: string }
  | { readonly charRef: number }
  | { readonly cdata: string }
  | Markup;

/** An element as tests write it. */
export interface Markup {
  readonly name: string;
  readonly attributes?: { readonly [name: string]: Content };
  readonly children?: readonly Content[];
}

/** One record: a template and its values, or (without values) elements as they are. */
export interface Entry {
  readonly root: Markup;
  readonly values?: readonly Value[];
  readonly id?: number;
  /** Puts the element in the record itself instead of a template. */
  readonly isPlain?: boolean;
}

/** Writes binary XML at known offsets of a chunk; names are stored where they are used first. */
class ChunkWriter {
  readonly bytes = Buffer.alloc(65_536);
  readonly #names = new Map<string, number>();
  at = 512;

  u8(value: number): void {
    this.at = this.bytes.writeUInt8(value, this.at);
  }

  u16(value: number): void {
    this.at = this.bytes.writeUInt16LE(value, this.at);
  }

  u32(value: number): void {
    this.at = this.bytes.writeUInt32LE(value, this.at);
  }

  raw(bytes: Uint8Array): void {
    this.bytes.set(bytes, this.at);
    this.at += bytes.length;
  }

  name(name: string): void {
    const known = this.#names.get(name);
    this.u32(known ?? this.at + 4);
    if (known !== undefined) return;
    this.#names.set(name, this.at);
    this.u32(0);
    this.u16(0);
    this.u16(name.length);
    this.raw(Buffer.from(`${name}\0`, 'utf16le'));
  }

  /** Writes `write`'s output after four bytes that state its length. */
  sized(write: () => void): void {
    const start = this.at;
    this.u32(0);
    write();
    this.bytes.writeUInt32LE(this.at - start - 4, start);
  }

  content(content: Content): void {
    if (typeof content === 'string') {
      this.raw(Buffer.from([0x05, 0x01]));
      this.u16(content.length);
      this.raw(Buffer.from(content, 'utf16le'));
    } else if ('slot' in content) {
      this.u8(content.optional === true ? 0x0e : 0x0d);
      this.u16(content.slot);
      this.u8(0x01);
    } else if ('entity' in content) {
      this.u8(0x09);
      this.name(content.entity);
    } else if ('charRef' in content) {
      this.u8(0x08);
      this.u16(content.charRef);
    } else if ('cdata' in content) {
      this.u8(0x07);
      this.u16(content.cdata.length);
      this.raw(Buffer.from(content.cdata, 'utf16le'));
    } else this.element(content);
  }

  element({ name, attributes = {}, children }: Markup): void {
    const pairs = Object.entries(attributes);
    this.u8(pairs.length > 0 ? 0x41 : 0x01);
    this.u16(0xffff);
    this.sized(() => {
      this.name(name);
      if (pairs.length > 0)
        this.sized(() => {
          pairs.forEach(([key, value], index) => {
            this.u8(index < pairs.length - 1 ? 0x46 : 0x06);
            this.name(key);
            this.content(value);
          });
        });
      this.u8(children === undefined ? 0x03 : 0x02);
      if (children === undefined) return;
      for (const child of children) this.content(child);
      this.u8(0x04);
    });
  }

  fragment(): void {
    this.raw(Buffer.from([0x0f, 1, 1, 0]));
  }

  instance(root: Markup, values: readonly Value[]): void {
    this.fragment();
    this.raw(Buffer.from([0x0c, 0x01]));
    this.u32(1);
    this.u32(this.at + 4);
    this.u32(0);
    this.raw(Buffer.alloc(16));
    this.sized(() => {
      this.fragment();
      this.element(root);
      this.u8(0);
    });
    this.u32(values.length);
    for (const { type, bytes } of values) {
      this.u16(bytes.length);
      this.u8(type);
      this.u8(0);
    }
    for (const { bytes } of values) this.raw(bytes);
  }
}

/** FILETIME of 2026-01-02T03:04:05.6789012Z, the time at which all records were written. */
export const WRITTEN = 134_117_966_456_789_012n;

/** A chunk with these records. */
export function buildChunk(entries: readonly Entry[]): Buffer {
  const writer = new ChunkWriter();
  entries.forEach((entry, index) => {
    const start = writer.at;
    writer.raw(Buffer.from([0x2a, 0x2a, 0, 0]));
    writer.u32(0);
    writer.raw(u64(BigInt(entry.id ?? index + 1)));
    writer.raw(u64(WRITTEN));
    if (entry.isPlain === true) {
      writer.fragment();
      writer.element(entry.root);
    } else writer.instance(entry.root, entry.values ?? []);
    writer.u8(0);
    while ((writer.at + 4) % 8 !== 0) writer.u8(0);
    writer.u32(writer.at - start + 4);
    writer.bytes.writeUInt32LE(writer.at - start, start + 4);
  });
  return sealChunk(writer.bytes, writer.at);
}

/** Writes the header of a chunk whose records end at `end`, with its checksums. */
export function sealChunk(bytes: Buffer, end: number): Buffer {
  bytes.write('ElfChnk\0', 0, 'latin1');
  bytes.writeUInt32LE(128, 40);
  bytes.writeUInt32LE(end, 48);
  bytes.writeUInt32LE(crc32(bytes.subarray(512, end)), 52);
  bytes.writeUInt32LE(crc32(bytes.subarray(128, 512), crc32(bytes.subarray(0, 120))), 124);
  return bytes;
}

/** A whole file of these chunks. */
export function buildFile(chunks: readonly Buffer[], flags = 0): Buffer {
  const header = Buffer.alloc(4096);
  header.write('ElfFile\0', 0, 'latin1');
  header.writeUInt32LE(128, 32);
  header.writeUInt16LE(1, 36);
  header.writeUInt16LE(3, 38);
  header.writeUInt16LE(4096, 40);
  header.writeUInt16LE(chunks.length, 42);
  header.writeUInt32LE(flags, 120);
  header.writeUInt32LE(crc32(header.subarray(0, 120)), 124);
  return Buffer.concat([header, ...chunks]);
}

export function u16(value: number): Buffer {
  const bytes = Buffer.alloc(2);
  bytes.writeUInt16LE(value);
  return bytes;
}

export function u32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}

export function u64(value: bigint): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64LE(value);
  return bytes;
}

/** A value of type Unicode text. */
export function text(value: string): Value {
  return { type: 0x01, bytes: Buffer.from(value, 'utf16le') };
}
