import { useTranslation } from 'react-i18next';
import { useIncidents } from '../../api/queries.ts';
import { Empty, Failed, Loading } from '../../ui/states.tsx';
import { IncidentCard } from './incident-card.tsx';

/** Attempts that hang together and need a person. */
export function IncidentsView() {
  const { t } = useTranslation();
  const incidents = useIncidents();
  return (
    <div className="incidents">
      <div className="view-head">
        <h1>{t('incidents.title')}</h1>
      </div>
      {incidents.isPending ? <Loading /> : null}
      {incidents.isError ? <Failed error={incidents.error} retry={() => void incidents.refetch()} /> : null}
      {incidents.data?.incidents.length === 0 ? (
        <Empty title={t('incidents.none')}>{t('incidents.noneHint')}</Empty>
      ) : null}
      {incidents.data?.incidents.map((incident) => (
        <IncidentCard key={incident.id} incident={incident} isInList />
      ))}
    </div>
  );
}
