/**
 * The Node-only entry of the library, `@dejfa/seclang/node`: it reads rule files and stands at sockets, so that the
 * engine itself stays without a clock and without I/O. Nothing in the engine imports it; a test asserts that.
 */
export { formatDiagnostic } from '@dejfa/diagnostics';
export { type ConnectMiddleware, expressInspection } from './express.ts';
export { type FastifyInspection, fastifyInspection } from './fastify.ts';
export { type HonoMiddleware, honoInspection } from './hono.ts';
export { loadRulesFrom, type RuleFilesOptions } from './load-rules-from.ts';
export { MiddlewareError, type MiddlewareErrorCode } from './middleware-error.ts';
export { withInspection } from './node-http.ts';
export type { Exchange, Finding, InspectionOptions, Refusal } from './options.ts';
export { RuleFilesError, type RuleFilesErrorCode } from './rule-files-error.ts';
