import { afterEach, describe, expect, it, vi } from 'vitest';
import { loadSigma } from '../load.ts';
import { loadMappings } from '../mapping/load.ts';

const FIELDS = 4096;
const { mappings } = loadMappings([]);

function scannerOf(detection: string) {
  const text = `title: T\nlogsource: { product: windows }\ndetection: { s: ${detection}, condition: s }\n`;
  const { engine, counts } = loadSigma([{ path: 'r.yml', text }]);
  expect(counts.loaded).toBe(1);
  return engine.createScanner({ mappings, logsource: { product: 'windows' } });
}

/** A runtime whose memory for WebAssembly comes to this. */
function stubMemory(cause: Error): void {
  class Memory {
    constructor() {
      throw cause;
    }
  }
  class CompileError extends Error {}
  vi.stubGlobal('WebAssembly', { CompileError, Memory });
}

describe('a scanner', () => {
  afterEach(() => vi.unstubAllGlobals());

  it('is made where it can be', () => {
    expect(scannerOf('{ A: b }')).not.toBeNull();
  });

  it('is null without WebAssembly', () => {
    vi.stubGlobal('WebAssembly', undefined);
    expect(scannerOf('{ A: b }')).toBeNull();
  });

  it('is null without memory', () => {
    stubMemory(new RangeError('could not allocate memory'));
    expect(scannerOf('{ A: b }')).toBeNull();
  });

  it('is null for more fields than it can know', () => {
    const items = Array.from({ length: FIELDS }, (_, at) => `F${at}: b`);
    expect(scannerOf(`{ ${items.join(', ')} }`)).toBeNull();
  });

  it('does not take a fault of its own for a runtime that cannot scan', () => {
    stubMemory(new TypeError('a fault'));
    expect(() => scannerOf('{ A: b }')).toThrow('a fault');
  });
});
