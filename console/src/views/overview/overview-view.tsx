import { SegmentedControl } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useFunnel, useStatus } from '../../api/queries.ts';
import type { FunnelWindow } from '../../api/wire.ts';
import { Failed, Loading } from '../../ui/states.tsx';
import { FunnelPanel } from './funnel-panel.tsx';
import { LatestAttempts } from './latest-attempts.tsx';
import { SeriesPanel } from './series-panel.tsx';
import { useNeeds } from './use-needs.ts';
import { VerdictPanel } from './verdict-panel.tsx';

const YOUNG_MS = 15 * 60_000;

/** The first look: what happened, and is it under control. */
export function OverviewView() {
  const { t } = useTranslation();
  const [chosen, setChosen] = useState<FunnelWindow | null>(null);
  const status = useStatus();
  // A shield that has just begun has no hour behind it yet.
  const isYoung = status.data !== undefined && status.data.uptimeMs < YOUNG_MS;
  const window = chosen ?? (isYoung ? 'quarter' : 'hour');
  const funnel = useFunnel(window);
  const needs = useNeeds();
  return (
    <div className="overview">
      <div className="view-head">
        <h1>{t('overview.title')}</h1>
        <SegmentedControl
          size="xs"
          aria-label={t('overview.window')}
          value={window}
          onChange={setChosen}
          data={[
            { value: 'quarter', label: t('overview.quarter') },
            { value: 'hour', label: t('overview.hour') },
            { value: 'day', label: t('overview.day') },
          ]}
        />
      </div>
      {funnel.isError ? <Failed error={funnel.error} retry={() => void funnel.refetch()} /> : null}
      {funnel.isPending ? <Loading rows={5} /> : null}
      {funnel.data === undefined ? null : (
        <>
          <VerdictPanel window={window} funnel={funnel.data.funnel} needs={needs} />
          <FunnelPanel funnel={funnel.data.funnel} />
        </>
      )}
      <div className="overview-columns">
        <SeriesPanel window={window} />
        <LatestAttempts />
      </div>
    </div>
  );
}
