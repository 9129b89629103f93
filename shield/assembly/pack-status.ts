import type { Diagnostic } from '@dejfa/diagnostics';
import type { LoadedRules } from '@dejfa/seclang';
import type { LoadedSigma } from '@dejfa/sigma';
import type { Pack } from '../adapters/content/index.ts';
import type { PackStatus, RuleProblem } from '../ports/index.ts';

/** What the status says of the SecLang rules of a pack: of all that were loaded, those in files that are its own. */
export function secLangStatus(
  pack: Pack,
  { files, diagnostics }: Pick<LoadedRules, 'files' | 'diagnostics'>,
  isOwn: (path: string) => boolean,
): PackStatus {
  const rules = { read: 0, loaded: 0, disabled: 0, refused: 0 };
  for (const [path, counts] of files) {
    if (!isOwn(path)) continue;
    rules.read += counts.read;
    rules.loaded += counts.loaded;
    rules.disabled += counts.disabled;
    rules.refused += counts.refused;
  }
  return {
    ...identity(pack),
    engine: 'seclang',
    rules,
    problems: diagnostics.filter(({ place }) => isOwn(place.file)).map(problemOf),
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
