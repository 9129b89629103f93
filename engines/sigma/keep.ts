import type { Diagnostic } from '@dejfa/diagnostics';
import type { LoadedSigma, SigmaSource } from './api.ts';
import { decodeEntry, decodeSigma, encodeSigma, keyOf, refusalDiagnostic } from './cache/index.ts';
import { loadedSigma, parseSigma, type SigmaLoadOptions } from './load.ts';

/** Rules as bytes, see {@link reopenSigma}. */
export interface KeptRules {
  readonly bytes: Uint8Array;
  /** Why what was kept before is not used; empty where it is, or there was nothing. */
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Reads rules into bytes, or takes them from the cache: for several threads, each of which opens them with
 * {@link reopenSigma} in a fraction of the time that reading takes. They are good for this version of the engine only.
 */
export function keepSigma(
  sources: readonly SigmaSource[],
  { cache, ...options }: SigmaLoadOptions = {},
): KeptRules {
  const key = keyOf(cache?.engine ?? '', sources, options);
  const known = cache?.get(key) ?? null;
  const entry = known === null ? null : decodeEntry(known, key);
  if (known !== null && entry?.kind === 'entry') return { bytes: known, diagnostics: [] };
  const bytes = encodeSigma(key, parseSigma(sources, options));
  cache?.set(key, bytes);
  return { bytes, diagnostics: entry?.kind === 'refused' ? [refusalDiagnostic(entry, sources)] : [] };
}

/** The rules of {@link keepSigma}, as `loadSigma` gives them. Null where the bytes are not whole, or of another version. */
export function reopenSigma(bytes: Uint8Array): LoadedSigma | null {
  const kept = decodeSigma(bytes, null);
  return kept.kind === 'refused' ? null : loadedSigma(kept.parsed, kept.known);
}
