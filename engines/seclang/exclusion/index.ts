export { type ExclusionCandidate, exclusionCandidates } from './candidates.ts';
export { type Exclusion, type ExclusionRefusal, formatExclusion } from './exclusion-text.ts';
export { freeExclusionId } from './free-id.ts';
export {
  type InspectorPair,
  inspectRequest,
  type KnownRequest,
  type RequestOutcome,
} from './inspect-request.ts';
export { pathOf } from './path-of.ts';
export { type Control, type ExclusionProof, type ExclusionTrial, proveExclusion } from './prove-exclusion.ts';
