import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { StoredExclusion } from '../../../../shield/ports/index.ts';
import { useExclusions, useRemoveExclusion } from '../../api/exclusion-queries.ts';
import { Hostile } from '../../ui/hostile.tsx';
import { Moment } from '../../ui/moment.tsx';
import { Empty, Failed } from '../../ui/states.tsx';

/** What is not inspected, where, by whom and why; each can be taken back. */
export function ExclusionPanel() {
  const { t } = useTranslation();
  const exclusions = useExclusions();
  const list = exclusions.data?.exclusions;
  return (
    <section className="exclusions" aria-labelledby="exclusions-title">
      <h2 id="exclusions-title">{t('exclusion.list')}</h2>
      {exclusions.isError ? (
        <Failed error={exclusions.error} retry={() => void exclusions.refetch()} />
      ) : null}
      {list?.length === 0 ? <Empty title={t('exclusion.empty')}>{t('exclusion.emptyHint')}</Empty> : null}
      {list === undefined || list.length === 0 ? null : <ExclusionTable exclusions={list} />}
    </section>
  );
}

function ExclusionTable({ exclusions }: { readonly exclusions: readonly StoredExclusion[] }) {
  const { t } = useTranslation();
  const columns = ['what', 'path', 'service', 'reason', 'owner', 'created'] as const;
  return (
    <table className="table decision-table">
      <thead>
        <tr>
          {columns.map((name) => (
            <th key={name} scope="col" data-column={name}>
              {t(`exclusion.column.${name}`)}
            </th>
          ))}
          <th scope="col">
            <span className="unseen">{t('decisions.column.act')}</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {exclusions.map((exclusion) => (
          <ExclusionRow key={exclusion.id} exclusion={exclusion} />
        ))}
      </tbody>
    </table>
  );
}

function ExclusionRow({ exclusion }: { readonly exclusion: StoredExclusion }) {
  const { t } = useTranslation();
  const remove = useRemoveExclusion();
  const { id, ruleIds, variable, path, service, owner, reason, createdMs } = exclusion;
  return (
    <tr>
      <th scope="row" className="mono">
        {variable === null ? t('exclusion.wholeRule') : <Hostile text={variable} limit={60} />}
        <span className="under">
          {t('exclusion.rules', { count: ruleIds.length, ids: ruleIds.join(', ') })}
        </span>
      </th>
      <td data-label={t('exclusion.column.path')} className="mono">
        <Hostile text={path} limit={80} />
      </td>
      <td data-label={t('exclusion.column.service')}>
        {service === null ? t('decide.allServices') : <Hostile text={service} />}
      </td>
      <td className="wide" data-label={t('exclusion.column.reason')}>
        <Hostile text={reason} limit={200} />
      </td>
      <td data-label={t('exclusion.column.owner')}>
        <Hostile text={owner} limit={40} />
      </td>
      <td data-label={t('exclusion.column.created')}>
        <Moment timeMs={createdMs} />
      </td>
      <td>
        <Button
          size="compact-xs"
          variant="default"
          loading={remove.isPending}
          aria-label={t('exclusion.removeOne', { id })}
          onClick={() => remove.mutate(id)}
        >
          {remove.isError ? t('error.retry') : t('exclusion.remove')}
        </Button>
      </td>
    </tr>
  );
}
