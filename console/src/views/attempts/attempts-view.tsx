import { getRouteApi } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useAttempts } from '../../api/queries.ts';
import { formatNumber } from '../../ui/formats.ts';
import { Empty, Failed, Loading } from '../../ui/states.tsx';
import { AttemptTable } from './attempt-table.tsx';
import { FilterBar } from './filter-bar.tsx';

const route = getRouteApi('/attempts');

/** Attempts of the last day as they come, narrowed by what the address bar says. */
export function AttemptsView() {
  const { t, i18n } = useTranslation();
  const query = route.useSearch();
  const attempts = useAttempts(query);
  const rows = attempts.data?.pages.flatMap((page) => page.attempts) ?? [];
  const isFiltered = Object.keys(query).length > 0;
  const formatted = formatNumber(rows.length, i18n.language);
  return (
    <div className="attempts">
      <div className="view-head">
        <h1>{t('attempts.title')}</h1>
        <span className="quiet" role="status">
          {attempts.hasNextPage
            ? t('attempts.shownMore', { formatted })
            : t('attempts.shown', { count: rows.length, formatted })}
        </span>
      </div>
      <FilterBar query={query} />
      {attempts.isPending ? <Loading rows={10} /> : null}
      {attempts.isError && rows.length === 0 ? (
        <Failed error={attempts.error} retry={() => void attempts.refetch()} />
      ) : null}
      {attempts.isSuccess && rows.length === 0 ? (
        <Empty title={t('attempts.none')}>
          {isFiltered ? t('attempts.noneFiltered') : t('attempts.noneAtAll')}
        </Empty>
      ) : null}
      {rows.length > 0 ? (
        <AttemptTable
          rows={rows}
          isLoadingMore={attempts.isFetchingNextPage}
          onEnd={() => {
            if (attempts.hasNextPage && !attempts.isFetchingNextPage) void attempts.fetchNextPage();
          }}
        />
      ) : null}
    </div>
  );
}
