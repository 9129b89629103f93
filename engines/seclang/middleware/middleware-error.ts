/** `body-already-read`: something before the inspection took the body. `client-left`: there is nobody to answer. */
export type MiddlewareErrorCode = 'body-already-read' | 'client-left' | 'not-node' | 'http2';

/** Why a request could not be inspected at all: the order of the application, not the request, is at fault. */
export class MiddlewareError extends Error {
  readonly code: MiddlewareErrorCode;

  constructor(code: MiddlewareErrorCode, message: string) {
    super(message);
    this.name = 'MiddlewareError';
    this.code = code;
  }
}
