import type { GatewayStatus } from '../adapters/gateway-http/index.ts';
import type { Config } from '../config/index.ts';
import { COUNTING_RULE_VERSION } from '../correlate/counting-rule.ts';
import type {
  AuditLogStatus,
  BlocklistStatus,
  PackStatus,
  RecorderStatus,
  ServiceStatus,
  ShieldStatus,
  SourceStatus,
} from '../ports/index.ts';

/** What the status is put together of. */
export interface StatusParts {
  readonly config: Config;
  readonly version: string;
  readonly startedMs: number;
  readonly simulated: boolean;
  readonly gateway: GatewayStatus | null;
  readonly sources: readonly SourceStatus[];
  readonly packs: readonly PackStatus[];
  readonly recorder: RecorderStatus;
  readonly auditLog: AuditLogStatus | null;
  readonly blocklists: BlocklistStatus | null;
}

/** What the parts say of themselves, put together. */
export function shieldStatus({ config, gateway, ...rest }: StatusParts): ShieldStatus {
  return {
    ...rest,
    countingRule: COUNTING_RULE_VERSION,
    services: config.services.map((service) => serviceStatus(service, gateway)),
  };
}

function serviceStatus(service: Config['services'][number], gateway: GatewayStatus | null): ServiceStatus {
  const { name, hosts, mode, paranoia, onInspectionError, upstream: url } = service;
  const health = gateway?.services.find((one) => one.name === name)?.upstream;
  return {
    name,
    hosts,
    mode,
    paranoia,
    onInspectionError,
    upstream: {
      url,
      state: health?.state ?? 'unknown',
      checkedMs: health?.lastFailureMs ?? null,
      detail: health?.lastError ?? null,
    },
  };
}
