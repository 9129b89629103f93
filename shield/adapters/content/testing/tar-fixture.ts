import { gzipSync } from 'node:zlib';

export interface TarFile {
  readonly path: string;
  readonly text?: string;
  /** Type flag; `0` a file, `2` a symbolic link, `5` a folder, `L` a GNU long name, `x` a pax header. */
  readonly type?: string;
}

/** A tar archive with correct checksums and whatever else the test asks for. */
export function makeTar(files: readonly TarFile[]): Buffer {
  const blocks = files.flatMap(({ path, text = '', type = '0' }) => {
    const body = Buffer.from(text);
    const header = Buffer.alloc(512);
    header.write(path, 0, 100);
    header.write('0000644\0', 100);
    header.write(`${body.length.toString(8).padStart(11, '0')}\0`, 124);
    header.write('        ', 148);
    header.write(type, 156);
    header.write('ustar\x0000', 257);
    const sum = header.reduce((total, byte) => total + byte, 0);
    header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
    return [header, body, Buffer.alloc((512 - (body.length % 512)) % 512)];
  });
  return Buffer.concat([...blocks, Buffer.alloc(1024)]);
}

export function makeTarGz(files: readonly TarFile[]): Buffer {
  return gzipSync(makeTar(files));
}
