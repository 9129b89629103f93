export { createGateway, type Gateway, type GatewayStatus } from './gateway.ts';
export { readLenientBody, readLenientHead } from './lenient/index.ts';
export type * from './options.ts';
export { BytesCheck } from './refusal-of-bytes.ts';
export { isHoldable } from './response-body.ts';
export { decodedBody } from './response-decoder.ts';
