import type { Diagnostic } from '@dejfa/diagnostics';
import type { SigmaSource } from '../api.ts';
import type { EntryRefusal } from './entry.ts';

/** What was kept and cannot be used costs time and nothing else, but somebody may want to know why. */
export function refusalDiagnostic({ reason }: EntryRefusal, [first]: readonly SigmaSource[]): Diagnostic {
  return {
    code: 'sigma.cache-ignored',
    severity: 'info',
    message: `what was kept of these rules at an earlier load is not used: ${reason}`,
    place: { file: first?.path ?? '', line: 1, column: 1 },
    help: 'nothing is to be done; they were read anew and are kept now',
  };
}
