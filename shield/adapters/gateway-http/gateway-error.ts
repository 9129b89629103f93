/** Why the gateway could not be started or changed; it goes on as it was. */
export type GatewayErrorCode =
  | 'bad-address'
  | 'bad-certificate'
  | 'bad-service'
  | 'bad-trusted-proxy'
  | 'closed'
  | 'listen-failed';

/** What the gateway could not do with its options; the message says which one and what to change. */
export class GatewayError extends Error {
  readonly code: GatewayErrorCode;

  constructor(code: GatewayErrorCode, message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.name = 'GatewayError';
    this.code = code;
  }
}
