import { Button, SegmentedControl } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Decision } from '../../../../shield/model/index.ts';
import { useDecisions } from '../../api/queries.ts';
import { formatNumber } from '../../ui/formats.ts';
import { Empty, Failed, Loading } from '../../ui/states.tsx';
import { ExclusionPanel } from '../exclusions/exclusion-panel.tsx';
import { DecideDialog } from './decide-dialog.tsx';
import { DecisionMade } from './decision-made.tsx';
import { DecisionTable } from './decision-table.tsx';

/** What is enforced, by whom, why, and until when. */
export function DecisionsView() {
  const { t, i18n } = useTranslation();
  const [state, setState] = useState<'active' | 'all'>('active');
  const [isOpen, setOpen] = useState(false);
  const [made, setMade] = useState<Decision | null>(null);
  const answer = useDecisions(state);
  const { data } = answer;
  return (
    <div className="decisions">
      <div className="view-head">
        <h1>{t('decisions.title')}</h1>
        <SegmentedControl
          size="xs"
          aria-label={t('decisions.state')}
          value={state}
          onChange={setState}
          data={[
            { value: 'active', label: t('decisions.active') },
            { value: 'all', label: t('decisions.all') },
          ]}
        />
        <Button size="xs" onClick={() => setOpen(true)}>
          {t('decisions.new')}
        </Button>
      </div>
      {made === null ? null : <DecisionMade key={made.id} decision={made} onClose={() => setMade(null)} />}
      {answer.isPending ? <Loading /> : null}
      {answer.isError ? <Failed error={answer.error} retry={() => void answer.refetch()} /> : null}
      {data?.decisions.length === 0 ? (
        <Empty title={t('decisions.none')}>{t('decisions.noneHint')}</Empty>
      ) : null}
      {data !== undefined && data.decisions.length > 0 ? (
        <DecisionTable decisions={data.decisions} clockOffsetMs={data.nowMs - answer.dataUpdatedAt} />
      ) : null}
      {data !== undefined && data.total > data.decisions.length ? (
        <p className="quiet">
          {t('decisions.shown', {
            shown: formatNumber(data.decisions.length, i18n.language),
            formatted: formatNumber(data.total, i18n.language),
          })}
        </p>
      ) : null}
      <ExclusionPanel />
      <DecideDialog
        key={String(isOpen)}
        isOpen={isOpen}
        action="block"
        address=""
        service={null}
        attemptId={null}
        onClose={() => setOpen(false)}
        onMade={(decision) => {
          setMade(decision);
          setOpen(false);
        }}
      />
    </div>
  );
}
