export { type Diagnostic, excerptOf, formatDiagnostic, type Place, placeOf } from './diagnostic.ts';
