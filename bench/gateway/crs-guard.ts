// The guard of the shield with the system's OWASP CRS at paranoia level 1, and nothing behind it that keeps what it
// finds: inspection, the event and its signals are made, as they are in service, and dropped.

import { createInspector } from '@dejfa/seclang';
import { systemClock } from '../../shield/adapters/system/system-clock.ts';
import { createUuidV7 } from '../../shield/adapters/system/uuid-v7.ts';
import { PROJECT_FOLDERS } from '../../shield/assembly/folders.ts';
import { loadContent } from '../../shield/assembly/load-content.ts';
import { DecisionTable } from '../../shield/defuse/decision-table.ts';
import { createPipelineGuard } from '../../shield/pipeline/pipeline-guard.ts';
import type { RequestGuard } from '../../shield/ports/index.ts';

export async function createGuard(): Promise<RequestGuard> {
  const content = await loadContent(
    {
      base: false,
      system: true,
      packs: [],
      countries: null,
      blocklists: { ask: false, timeoutMs: 500, servers: [] },
      disable: [],
      sigma: { pipelines: [], placeholders: {} },
    },
    PROJECT_FOLDERS,
  );
  if (content.seclang.counts.loaded === 0) throw new Error('no rules: install modsecurity-crs');
  const inspector = createInspector(content.seclang.program, {
    variables: { ...content.variables, paranoia_level: '1', executing_paranoia_level: '1' },
    mode: 'block',
  });
  const policy = {
    name: 'bench',
    mode: 'guard',
    onInspectionError: 'open',
    inspector,
    inspectsResponses: true,
    allows: () => false,
  } as const;
  return createPipelineGuard({
    policies: new Map([[policy.name, policy]]),
    decisions: new DecisionTable(),
    clock: systemClock,
    ids: createUuidV7(systemClock),
    redactHeaders: new Set(['authorization', 'cookie']),
    simulated: false,
    auditLog: { append: () => undefined },
    observe: () => undefined,
  });
}
