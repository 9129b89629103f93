import type { Diagnostic } from '@dejfa/diagnostics';
import { type LoadOptions, loadRules } from '@dejfa/seclang';
import type { LoadedSigma } from '@dejfa/sigma';
import type { Pack } from '../adapters/content/index.ts';
import type { PackStatus, RuleProblem } from '../ports/index.ts';

/** The SecLang rules of a pack, loaded by themselves, so that what the engine says is known to be of this pack. */
export function secLangStatus(pack: Pack, options: LoadOptions = {}): PackStatus {
  const { sources = [], resolver = { include: () => null, data: () => null } } = pack.seclang ?? {};
  const { counts, diagnostics } = loadRules(sources, resolver, options);
  return {
    ...identity(pack),
    engine: 'seclang',
    rules: counts,
    problems: diagnostics.map(problemOf),
  };
}

/** What the status says of the Sigma rules of a pack; rules that are switched off are counted and named. */
export function sigmaStatus(pack: Pack, { counts, diagnostics }: LoadedSigma): PackStatus {
  const disabled = pack.switchedOff.length;
  const switchedOff = pack.switchedOff.map(
    ({ id, path }): RuleProblem => ({
      kind: 'disabled',
      code: 'content.disabled',
      rule: id,
      place: path,
      message: 'switched off in the configuration (content.disable)',
      help: null,
    }),
  );
  return {
    ...identity(pack),
    engine: 'sigma',
    rules: {
      read: counts.read + disabled,
      loaded: counts.loaded,
      disabled,
      refused: counts.read - counts.loaded,
    },
    problems: [...switchedOff, ...diagnostics.map(problemOf)],
  };
}

function identity({
  name,
  version,
  origin,
  folders,
  licence,
}: Pack): Pick<PackStatus, 'name' | 'version' | 'origin' | 'licence'> {
  return { name, version, origin: `${origin}: ${folders.join(', ')}`, licence };
}

function problemOf(diagnostic: Diagnostic): RuleProblem {
  const { code, severity, message, place, help } = diagnostic;
  return {
    kind: severity === 'error' ? 'refused' : 'warning',
    code,
    rule: null,
    place: `${place.file}:${place.line}:${place.column}`,
    message,
    help: help ?? null,
  };
}
