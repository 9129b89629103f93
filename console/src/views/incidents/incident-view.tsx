import { getRouteApi, Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useIncident } from '../../api/queries.ts';
import { Icon } from '../../ui/icon.tsx';
import { Empty, Failed, Loading } from '../../ui/states.tsx';
import { AttemptCard } from '../attempts/attempt-card.tsx';
import { HypothesisPanel } from './hypothesis-panel.tsx';
import { IncidentCard } from './incident-card.tsx';

const route = getRouteApi('/incidents/$id');

/** One incident: what hangs together and why, its attempts, and who may be behind it. */
export function IncidentView() {
  const { t } = useTranslation();
  const { id } = route.useParams();
  const detail = useIncident(id);
  return (
    <div className="attempt">
      <Link to="/incidents" className="back">
        <Icon name="back" size={14} />
        {t('incidents.back')}
      </Link>
      <h1>{t('incidents.one')}</h1>
      {detail.isPending ? <Loading rows={8} /> : null}
      {detail.isError ? <Failed error={detail.error} retry={() => void detail.refetch()} /> : null}
      {detail.data === undefined ? null : (
        <>
          <IncidentCard incident={detail.data.incident} isInList={false} />
          <div className="overview-columns">
            <HypothesisPanel attribution={detail.data.attribution} />
            <section className="panel latest" aria-labelledby="incident-attempts">
              <h2 id="incident-attempts">{t('incidents.showAttempts')}</h2>
              {detail.data.attempts.length === 0 ? (
                <Empty title={t('incidents.attemptsGone')}>{t('incidents.attemptsGoneHint')}</Empty>
              ) : null}
              <ul>
                {detail.data.attempts.map((attempt) => (
                  <li key={attempt.id}>
                    <AttemptCard attempt={attempt} />
                  </li>
                ))}
              </ul>
            </section>
          </div>
        </>
      )}
    </div>
  );
}
