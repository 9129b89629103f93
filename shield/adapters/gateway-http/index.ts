export type { CertificateStatus } from './certificates.ts';
export { createGateway, type Gateway, type GatewayStatus } from './gateway.ts';
export { GatewayError, type GatewayErrorCode } from './gateway-error.ts';
export type { ListeningAddress } from './listener.ts';
export type * from './options.ts';
export { DEFAULT_LIMITS } from './options.ts';
export type { UpstreamHealth } from './upstream.ts';
