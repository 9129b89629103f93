import { Link } from '@tanstack/react-router';
import { Fragment, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Incident } from '../../../shield/model/index.ts';
import { useIncidents } from '../api/queries.ts';
import { formatNumber } from '../ui/formats.ts';
import { Hostile } from '../ui/hostile.tsx';
import { SeverityMark, SimulatedMark, StateMark } from '../ui/marks.tsx';
import { Moment } from '../ui/moment.tsx';
import { Empty, Failed, Loading } from '../ui/states.tsx';

const SHOWN = 12;

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
        <IncidentCard key={incident.id} incident={incident} />
      ))}
    </div>
  );
}

function IncidentCard({ incident }: { readonly incident: Incident }) {
  const { t, i18n } = useTranslation();
  const count = incident.attemptIds.length;
  const tone = incident.state === 'new' ? 'warning' : incident.state === 'confirmed' ? 'bad' : 'neutral';
  return (
    <article className="panel incident" data-severity={incident.severity}>
      <header>
        <h2>
          <Hostile text={incident.title} limit={160} />
        </h2>
        <SeverityMark severity={incident.severity} />
        <StateMark tone={tone} label={t(`incidents.state.${incident.state}`)} />
        <SimulatedMark simulated={incident.simulated} />
        <span className="quiet">
          <Moment timeMs={incident.firstMs} /> – <Moment timeMs={incident.lastMs} />
        </span>
      </header>
      <dl className="facts">
        <Links links={incident.links} />
        <Listed name={t('incidents.actors')} values={incident.actors.map(({ value }) => value)} />
        <Listed name={t('incidents.services')} values={incident.services} />
        <Listed name={t('incidents.techniques')} values={incident.techniques} />
        <dt>{t('incidents.attempts', { count, formatted: formatNumber(count, i18n.language) })}</dt>
        <dd className="incident-attempts">
          {incident.attemptIds.slice(0, SHOWN).map((id, at) => (
            <Link
              key={id}
              to="/attempts/$id"
              params={{ id }}
              aria-label={`${t('decisions.attempt')} ${at + 1}`}
            >
              {at + 1}
            </Link>
          ))}
        </dd>
      </dl>
    </article>
  );
}

function Links({ links }: { readonly links: readonly string[] }): ReactNode {
  const { t } = useTranslation();
  if (links.length === 0) return null;
  return (
    <>
      <dt>{t('incidents.why')}</dt>
      <dd>
        <ul>
          {links.map((link) => (
            <li key={link}>
              <Hostile text={link} limit={300} />
            </li>
          ))}
        </ul>
      </dd>
    </>
  );
}

function Listed({ name, values }: { readonly name: string; readonly values: readonly string[] }): ReactNode {
  if (values.length === 0) return null;
  return (
    <>
      <dt>{name}</dt>
      <dd className="mono">
        {values.slice(0, SHOWN).map((value, at) => (
          <Fragment key={value}>
            {at > 0 ? ', ' : ''}
            <Hostile text={value} limit={60} />
          </Fragment>
        ))}
        {values.length > SHOWN ? ' …' : ''}
      </dd>
    </>
  );
}
