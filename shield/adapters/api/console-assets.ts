import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { extname, join, sep } from 'node:path';
import { gzipSync } from 'node:zlib';

const CONTENT_TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.json': 'application/json',
  '.woff2': 'font/woff2',
};

interface Asset {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly gzip: Uint8Array<ArrayBuffer>;
  readonly headers: Readonly<Record<string, string>>;
}

/** The built console, held in memory: a request can name only what was there at the start. */
export class ConsoleAssets {
  readonly #assets: ReadonlyMap<string, Asset>;

  private constructor(assets: ReadonlyMap<string, Asset>) {
    this.#assets = assets;
  }

  /** Reads `folder`; no files when it is not there, which {@link respond} then says. */
  static read(folder: string): ConsoleAssets {
    return new ConsoleAssets(new Map(filesOf(folder).map((name) => [`/${name}`, readAsset(folder, name)])));
  }

  /** The file at `path`; the page itself for the addresses of its views; null for files that are not there. */
  respond(path: string, acceptsGzip: boolean, etag: string | undefined): Response | null {
    const asset =
      this.#assets.get(path) ?? (extname(path) === '' ? this.#assets.get('/index.html') : undefined);
    if (asset === undefined) return extname(path) === '' ? notBuilt() : null;
    if (etag !== undefined && etag === asset.headers.etag)
      return new Response(null, { status: 304, headers: asset.headers });
    if (!acceptsGzip) return new Response(asset.bytes, { headers: asset.headers });
    return new Response(asset.gzip, { headers: { ...asset.headers, 'content-encoding': 'gzip' } });
  }
}

function filesOf(folder: string): string[] {
  try {
    return readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && extname(entry.name) in CONTENT_TYPES)
      .map((entry) =>
        join(entry.parentPath, entry.name)
          .slice(folder.length + 1)
          .split(sep)
          .join('/'),
      );
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 'ENOENT') return [];
    throw cause;
  }
}

function readAsset(folder: string, name: string): Asset {
  const bytes = new Uint8Array(readFileSync(join(folder, name)));
  const hashed = name.startsWith('assets/');
  return {
    bytes,
    gzip: new Uint8Array(gzipSync(bytes)),
    headers: {
      'content-type': CONTENT_TYPES[extname(name)] ?? 'application/octet-stream',
      'cache-control': hashed ? 'public, max-age=31536000, immutable' : 'no-cache',
      vary: 'accept-encoding',
      etag: `"${createHash('sha256').update(bytes).digest('hex').slice(0, 32)}"`,
    },
  };
}

function notBuilt(): Response {
  return new Response('The console is not built. Run: node_modules/.bin/vite build console\n', {
    status: 503,
    headers: { 'content-type': 'text/plain; charset=utf-8' },
  });
}
