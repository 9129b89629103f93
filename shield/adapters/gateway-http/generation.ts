import type { RequestGuard } from '../../ports/index.ts';
import { type PageMaker, pageMaker } from './block-page.ts';
import { trustedProxies } from './client-address.ts';
import type { ForwardingRules } from './forwarding.ts';
import { DEFAULT_LIMITS, type GatewayLimits, type GatewayOptions, type ServiceOptions } from './options.ts';
import { ServiceTable } from './service-table.ts';
import { Upstream, upstreamKey } from './upstream.ts';

/** One service, with what is made for it. */
export interface Service {
  readonly name: string;
  readonly hosts: readonly string[];
  readonly options: ServiceOptions;
  readonly upstream: Upstream;
}

/**
 * One set of options at work. A request keeps the generation that it began with; a retired generation lets go of
 * its upstreams when the last of its requests has ended.
 */
export class Generation {
  readonly options: GatewayOptions;
  readonly guard: RequestGuard;
  readonly limits: GatewayLimits;
  readonly services: readonly Service[];
  readonly forwarding: ForwardingRules;
  readonly page: PageMaker;
  readonly #table: ServiceTable<Service>;
  #users = 1;

  /** Throws `GatewayError` when the options do not fit together; then nothing is retained. */
  constructor(options: GatewayOptions, before: Generation | null) {
    this.options = options;
    this.guard = options.guard;
    this.limits = { ...DEFAULT_LIMITS, ...options.limits };
    this.forwarding = {
      trusted: trustedProxies(options.trustedProxies),
      header: options.forwardingHeader ?? 'x-forwarded-for',
    };
    this.page = pageMaker(options.blockPage);
    this.services = servicesOf(options, this.limits.upstreamConnections, before);
    this.#table = new ServiceTable(this.services);
    for (const service of this.services) service.upstream.retain();
  }

  find(host: string | null): Service | null {
    return this.#table.find(host);
  }

  retain(): void {
    this.#users += 1;
  }

  release(): void {
    this.#users -= 1;
    if (this.#users > 0) return;
    for (const service of this.services) service.upstream.release();
  }
}

/** Services with the same origin and settings share an upstream, across generations too. */
function servicesOf(
  options: GatewayOptions,
  connections: number,
  before: Generation | null,
): readonly Service[] {
  const upstreams = new Map<string, Upstream>();
  for (const { upstream } of before?.services ?? []) upstreams.set(upstream.key, upstream);
  return options.services.map((service) => {
    const key = upstreamKey(service, connections);
    const upstream = upstreams.get(key) ?? new Upstream(service, connections);
    upstreams.set(key, upstream);
    return { name: service.name, hosts: service.hosts, options: service, upstream };
  });
}
