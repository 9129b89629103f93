import { Link } from '@tanstack/react-router';
import { Fragment, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Incident } from '../../../../shield/model/index.ts';
import { formatNumber } from '../../ui/formats.ts';
import { Hostile } from '../../ui/hostile.tsx';
import { SeverityMark, SimulatedMark, StateMark } from '../../ui/marks.tsx';
import { Moment } from '../../ui/moment.tsx';

const SHOWN = 12;

/** An incident in short; in a list its title leads to the whole. */
export function IncidentCard(props: { readonly incident: Incident; readonly isInList: boolean }) {
  const { incident, isInList } = props;
  const title = <Hostile text={incident.title} limit={160} />;
  const { t, i18n } = useTranslation();
  const tone = incident.state === 'new' ? 'warning' : incident.state === 'confirmed' ? 'bad' : 'neutral';
  return (
    <article className="panel incident" data-severity={incident.severity}>
      <header>
        <h2>
          {isInList ? (
            <Link to="/incidents/$id" params={{ id: incident.id }}>
              {title}
            </Link>
          ) : (
            title
          )}
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
        <dt>{t('incidents.showAttempts')}</dt>
        <dd>{formatNumber(incident.attemptIds.length, i18n.language)}</dd>
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
          {[...new Set(links)].map((link) => (
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
