import type {
  BlockPageOptions,
  GatewayOptions,
  ListenerOptions,
  ServiceOptions,
} from '../adapters/gateway-http/index.ts';
import type { Config } from '../config/index.ts';

/** What the gateway needs beside the configuration. */
export type GatewayParts = Pick<GatewayOptions, 'guard' | 'clock' | 'beforeInspection'>;

/** What the configuration says of the gateway, in the gateway's own terms. */
export function gatewayOptions(
  config: Config,
  { guard, clock, beforeInspection }: GatewayParts,
): GatewayOptions {
  return {
    listeners: config.listen.gateway.map(listenerOf),
    services: config.services.map(serviceOf),
    trustedProxies: config.trustedProxies,
    blockPage: blockPageOf(config.blockPage),
    limits: limitsOf(config.limits),
    guard,
    clock,
    ...(beforeInspection === undefined ? {} : { beforeInspection }),
  };
}

function limitsOf({
  headBytes,
  headers,
  connections,
  upstreamConnections,
  bodyBytesPerSecond,
}: Config['limits']) {
  return {
    headBytes,
    headerCount: headers,
    connections,
    upstreamConnections,
    minBodyBytesPerSecond: bodyBytesPerSecond,
  };
}

/** Words that the configuration leaves out stay the gateway's own. */
function blockPageOf({ title, message, contact }: Config['blockPage']): BlockPageOptions {
  return {
    ...(title === null ? {} : { title }),
    ...(message === null ? {} : { message }),
    ...(contact === null ? {} : { contact }),
  };
}

function listenerOf({ address, port, tls }: Config['listen']['gateway'][number]): ListenerOptions {
  if (tls === null) return { address, port };
  const certificates = tls.certificates.map(({ hosts, certificate, key }) => ({
    hosts,
    certificatePath: certificate,
    keyPath: key,
  }));
  return { address, port, tls: { certificates } };
}

function serviceOf(service: Config['services'][number]): ServiceOptions {
  const { name, hosts, upstream, onInspectionError } = service;
  const { headersMs, bodyMs, idleMs, upstreamMs } = service.timeouts;
  return {
    name,
    hosts,
    upstream,
    onInspectionError,
    bodyInspectionLimitBytes: service.bodyInspectionLimitBytes,
    responseInspectionLimitBytes: service.responseInspectionLimitBytes,
    bodyLimitBytes: service.bodyLimitBytes,
    timeoutsMs: { headers: headersMs, body: bodyMs, idle: idleMs, upstream: upstreamMs },
  };
}
