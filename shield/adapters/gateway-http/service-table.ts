import { GatewayError } from './gateway-error.ts';
import { parseHost } from './host-name.ts';

/** Finds the value for a host: exact name first, then the longest wildcard, then the default. */
export class ServiceTable<T extends { readonly name: string; readonly hosts: readonly string[] }> {
  readonly #exact = new Map<string, T>();
  /** By what follows `*.`. */
  readonly #wildcards = new Map<string, T>();
  readonly #fallback: T | null;

  /** Throws `GatewayError` `bad-service` for a host that cannot be one, or that two services name. */
  constructor(services: readonly T[]) {
    let fallback: T | null = null;
    for (const service of services) {
      if (service.hosts.length === 0) {
        if (fallback !== null) throw namedTwice('every other host', fallback, service);
        fallback = service;
      }
      for (const host of service.hosts) this.#add(host, service);
    }
    this.#fallback = fallback;
  }

  /** `host` as {@link parseHost} gives it; null when the request names none (HTTP/1.0). */
  find(host: string | null): T | null {
    if (host === null) return this.#fallback;
    const exact = this.#exact.get(host);
    if (exact !== undefined) return exact;
    if (this.#wildcards.size > 0) {
      for (let dot = host.indexOf('.'); dot !== -1; dot = host.indexOf('.', dot + 1)) {
        const service = this.#wildcards.get(host.slice(dot + 1));
        if (service !== undefined) return service;
      }
    }
    return this.#fallback;
  }

  #add(pattern: string, service: T): void {
    const isWildcard = pattern.startsWith('*.');
    const host = parseHost(isWildcard ? pattern.slice(2) : pattern);
    if (host === null || host.port !== null) {
      throw new GatewayError(
        'bad-service',
        `service ${service.name}: ${JSON.stringify(pattern)} is no host; write portal.example.gov or *.example.gov`,
      );
    }
    const table = isWildcard ? this.#wildcards : this.#exact;
    const other = table.get(host.name);
    if (other !== undefined) throw namedTwice(pattern, other, service);
    table.set(host.name, service);
  }
}

function namedTwice(host: string, first: { name: string }, second: { name: string }): GatewayError {
  return new GatewayError('bad-service', `services ${first.name} and ${second.name} both claim ${host}`);
}
