import { Fragment, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Attempt } from '../../../../shield/model/index.ts';
import { formatDuration, formatNumber } from '../../ui/formats.ts';
import { Hostile } from '../../ui/hostile.tsx';
import { Moment } from '../../ui/moment.tsx';

export function FactList({ attempt }: { readonly attempt: Attempt }) {
  const { t, i18n } = useTranslation();
  const number = (value: number) => formatNumber(value, i18n.language);
  const facts: readonly (readonly [name: string, value: ReactNode])[] = [
    [
      t('attempt.facts.actor'),
      <>
        {t(`actor.${attempt.actor.kind}`)}{' '}
        <span className="mono">
          <Hostile text={attempt.actor.value} />
        </span>
      </>,
    ],
    ...(attempt.origin === 'unknown'
      ? []
      : [[t('attempt.facts.origin'), t(`origin.${attempt.origin}`)] as const]),
    [t('attempt.facts.first'), <Moment key="first" timeMs={attempt.firstMs} />],
    [t('attempt.facts.last'), <Moment key="last" timeMs={attempt.lastMs} />],
    [t('attempt.facts.lasted'), formatDuration(attempt.lastMs - attempt.firstMs, i18n.language)],
    [t('attempt.facts.events'), number(attempt.eventCount)],
    [t('attempt.facts.blocked'), number(attempt.blockedCount)],
    [t('attempt.facts.signals'), number(attempt.signalCount)],
    ...(attempt.techniques.length === 0
      ? []
      : [
          [
            t('attempt.facts.techniques'),
            <Hostile key="techniques" text={attempt.techniques.join(', ')} />,
          ] as const,
        ]),
    [
      t('attempt.facts.id'),
      <span key="id" className="mono">
        {attempt.id}
      </span>,
    ],
  ];
  return (
    <dl className="panel facts">
      {facts.map(([name, value]) => (
        <Fragment key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </Fragment>
      ))}
    </dl>
  );
}
