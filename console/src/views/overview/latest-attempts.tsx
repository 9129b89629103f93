import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useAttempts } from '../../api/queries.ts';
import { Empty, Failed, Loading } from '../../ui/states.tsx';
import { AttemptCard } from '../attempts/attempt-card.tsx';

const SHOWN = 6;
const EVERY = {};

/** The newest attempts as they come. */
export function LatestAttempts() {
  const { t } = useTranslation();
  const attempts = useAttempts(EVERY);
  const latest = attempts.data?.pages[0]?.attempts.slice(0, SHOWN) ?? [];
  return (
    <section className="panel latest" aria-labelledby="latest-title">
      <div className="panel-head">
        <h2 id="latest-title">{t('overview.latest.title')}</h2>
        <Link to="/attempts">{t('overview.latest.all')}</Link>
      </div>
      {attempts.isPending ? <Loading rows={SHOWN} /> : null}
      {attempts.isError ? <Failed error={attempts.error} retry={() => void attempts.refetch()} /> : null}
      {attempts.isSuccess && latest.length === 0 ? (
        <Empty title={t('overview.latest.none')}>{t('overview.latest.noneHint')}</Empty>
      ) : null}
      <ul>
        {latest.map((attempt) => (
          <li key={attempt.id}>
            <AttemptCard attempt={attempt} />
          </li>
        ))}
      </ul>
    </section>
  );
}
