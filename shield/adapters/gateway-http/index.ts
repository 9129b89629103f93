export { createGateway, type Gateway, type GatewayStatus } from './gateway.ts';
export type * from './options.ts';
