import { ApiProblem } from './problem.ts';

const LOOPBACK_NAMES = ['localhost', '127.0.0.1', '[::1]'];

/**
 * Refuses requests for names that the console does not have. A page of an attacker whose DNS name was made to
 * point at the loopback address (DNS rebinding) sends that name in `Host`.
 */
export class HostCheck {
  readonly #allowed: Set<string>;

  constructor(allowedHosts: readonly string[], bound: { readonly address: string; readonly port: number }) {
    const names = [...LOOPBACK_NAMES, bracketed(bound.address)];
    this.#allowed = new Set([
      ...names.map((name) => `${name}:${bound.port}`),
      ...(bound.port === 80 ? names : []),
      ...allowedHosts.map((host) => host.toLowerCase()),
    ]);
  }

  /** Throws an {@link ApiProblem} unless `host` (the header's value) is one of the console's names. */
  assert(host: string | undefined): void {
    if (host !== undefined && this.#allowed.has(host.toLowerCase())) return;
    throw new ApiProblem('unknown-host', 'Ask for the console by the address that the shield printed.');
  }
}

function bracketed(address: string): string {
  return address.includes(':') ? `[${address}]` : address;
}
