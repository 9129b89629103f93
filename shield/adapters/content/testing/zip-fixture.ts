import { crc32, deflateRawSync } from 'node:zlib';

export interface ZipFile {
  readonly path: string;
  readonly text?: string;
  /** Unix mode; 0o120777 is a symbolic link. */
  readonly mode?: number;
  /** What the headers state as its size, where that is a lie. */
  readonly statedSize?: number;
}

/** A zip archive (APPNOTE 6.3, one disk, deflate, names in UTF-8) with whatever the test asks for in its names and modes. */
export function makeZip(files: readonly ZipFile[]): Buffer {
  const locals: Buffer[] = [];
  const centrals: Buffer[] = [];
  let offset = 0;
  for (const { path, text = '', mode = 0o100644, statedSize } of files) {
    const name = Buffer.from(path);
    const body = Buffer.from(text);
    const packed = deflateRawSync(body);
    const sizes = Buffer.alloc(12);
    sizes.writeUInt32LE(crc32(body), 0);
    sizes.writeUInt32LE(packed.length, 4);
    sizes.writeUInt32LE(statedSize ?? body.length, 8);
    const names = Buffer.from([name.length & 0xff, name.length >> 8, 0, 0]);
    const local = Buffer.concat([
      Buffer.from('504b0304140000080800' + '00000000', 'hex'),
      sizes,
      names,
      name,
      packed,
    ]);
    const central = Buffer.concat([
      Buffer.from('504b0102140314000008080000000000', 'hex'),
      sizes,
      names,
      Buffer.alloc(14),
      name,
    ]);
    central.writeUInt32LE((mode << 16) >>> 0, 38);
    central.writeUInt32LE(offset, 42);
    locals.push(local);
    centrals.push(central);
    offset += local.length;
  }
  const directory = Buffer.concat(centrals);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 0, 'latin1');
  end.writeUInt16LE(files.length, 8);
  end.writeUInt16LE(files.length, 10);
  end.writeUInt32LE(directory.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...locals, directory, end]);
}
