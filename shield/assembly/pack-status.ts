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

/**
 * What the status says of the Sigma rules of a pack: of all that were loaded, those in its files; rules that are
 * switched off are counted and named. `shared`: faults of pipelines, on which rules of every pack depend.
 */
export function sigmaStatus(
  pack: Pack,
  { files, disabled, diagnostics }: Pick<LoadedSigma, 'files' | 'disabled' | 'diagnostics'>,
  shared: readonly Diagnostic[],
): PackStatus {
  const own = new Set(pack.sigma.map(({ path }) => path));
  const rules = { read: 0, loaded: 0, disabled: 0, refused: 0 };
  for (const path of own) {
    const counts = files.get(path);
    rules.read += counts?.read ?? 0;
    rules.loaded += counts?.loaded ?? 0;
    rules.disabled += counts?.disabled ?? 0;
    rules.refused += counts?.rejected ?? 0;
  }
  const switchedOff = disabled.filter(({ path }) => own.has(path)).map(switchedOffProblem);
  const found = [...shared, ...diagnostics.filter(({ place }) => own.has(place.file))];
  return { ...identity(pack), engine: 'sigma', rules, problems: [...switchedOff, ...found.map(problemOf)] };
}

/** Faults that are in no file of a pack. */
export function faultsOutside(
  packs: readonly Pack[],
  diagnostics: readonly Diagnostic[],
): readonly Diagnostic[] {
  const files = new Set(packs.flatMap(({ sigma }) => sigma.map(({ path }) => path)));
  return diagnostics.filter(({ place }) => !files.has(place.file));
}

function switchedOffProblem({ id, path }: LoadedSigma['disabled'][number]): RuleProblem {
  return {
    kind: 'disabled',
    code: 'content.disabled',
    rule: id,
    place: path,
    message: 'switched off in the configuration (content.disable)',
    help: null,
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
