import { getRouteApi, Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useReference } from '../../api/queries.ts';
import { HostileIn } from '../../ui/hostile.tsx';
import { Failed, Loading } from '../../ui/states.tsx';
import { EventCard } from './event-card.tsx';

const route = getRouteApi('/references/$reference');

/** What a reference number on a visitor's page leads to. */
export function ReferenceView() {
  const { t } = useTranslation();
  const { reference } = route.useParams();
  const found = useReference(reference);
  return (
    <article className="attempt">
      <h1>
        <HostileIn sentence={(mark) => t('reference.title', { reference: mark })} text={reference} />
      </h1>
      {found.isPending ? <Loading rows={6} /> : null}
      {found.isError ? <Failed error={found.error} retry={() => void found.refetch()} /> : null}
      {found.data === undefined ? null : (
        <>
          {found.data.attemptIds.map((id) => (
            <p key={id}>
              {t('reference.attempts')}{' '}
              <Link to="/attempts/$id" params={{ id }}>
                {t('reference.openAttempt')}
              </Link>
            </p>
          ))}
          <EventCard detail={found.data} isOpen />
        </>
      )}
    </article>
  );
}
