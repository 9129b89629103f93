import { Link } from '@tanstack/react-router';
import { type ColumnDef, tableFeatures } from '@tanstack/react-table';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Attempt } from '../../../../shield/model/index.ts';
import { formatNumber } from '../../ui/formats.ts';
import { Hostile } from '../../ui/hostile.tsx';
import { OutcomeMark, SeverityMark, SimulatedMark } from '../../ui/marks.tsx';
import { Moment } from '../../ui/moment.tsx';
import { visibleString } from '../../ui/visible-text.ts';

export const features = tableFeatures({});

type Column = ColumnDef<typeof features, Attempt>;

/** Columns of the list. The order on a wide screen; on a phone the style sheet puts them into three lines. */
export function useColumns(): Column[] {
  const { t, i18n } = useTranslation();
  return useMemo(
    (): Column[] => [
      {
        id: 'severity',
        header: t('attempts.column.severity'),
        cell: ({ row }) => <SeverityMark severity={row.original.severity} />,
      },
      {
        id: 'time',
        header: t('attempts.column.time'),
        cell: ({ row }) => <Moment timeMs={row.original.lastMs} />,
      },
      {
        id: 'actor',
        header: t('attempts.column.actor'),
        cell: ({ row }) => (
          <>
            <Link to="/attempts/$id" params={{ id: row.id }} className="row-link mono">
              <Hostile text={row.original.actor.value} limit={45} />
            </Link>
            {row.original.origin === 'unknown' ? null : (
              <span className="origin">{t(`origin.${row.original.origin}`)}</span>
            )}
            <SimulatedMark simulated={row.original.simulated} />
          </>
        ),
      },
      {
        id: 'class',
        header: t('attempts.column.class'),
        cell: ({ row }) => t(`rsit.${row.original.rsit}`),
      },
      {
        id: 'service',
        header: t('attempts.column.service'),
        cell: ({ row }) => (
          <span title={visibleString(row.original.service)}>
            <Hostile text={row.original.service} limit={60} />
          </span>
        ),
      },
      {
        id: 'rule',
        header: t('attempts.column.rule'),
        cell: ({ row }) => {
          const title = row.original.rules[0]?.title ?? '';
          return (
            <span title={visibleString(title)}>
              <Hostile text={title} limit={90} />
            </span>
          );
        },
      },
      {
        id: 'signals',
        header: t('attempts.column.signals'),
        cell: ({ row }) => formatNumber(row.original.signalCount, i18n.language),
      },
      {
        id: 'outcome',
        header: t('attempts.column.outcome'),
        cell: ({ row }) => <OutcomeMark outcome={row.original.outcome} />,
      },
    ],
    [t, i18n.language],
  );
}
