import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { formatNumber } from '../../ui/formats.ts';
import { Hostile, HostileIn } from '../../ui/hostile.tsx';
import { Moment } from '../../ui/moment.tsx';
import type { Need } from './use-needs.ts';

export function NeedRow({ need }: { readonly need: Need }) {
  return (
    <li className="need" data-tone={need.tone}>
      <NeedText need={need} />
    </li>
  );
}

function NeedText({ need }: { readonly need: Need }): ReactNode {
  const { t, i18n } = useTranslation();
  switch (need.kind) {
    case 'succeeded': {
      const { id, service, rsit, lastMs } = need.attempt;
      return (
        <>
          <Link to="/attempts/$id" params={{ id }}>
            <HostileIn
              sentence={(mark) => t('overview.needs.succeeded', { service: mark, class: t(`rsit.${rsit}`) })}
              text={service}
            />
          </Link>
          <Moment timeMs={lastMs} />
        </>
      );
    }
    case 'incident':
      return (
        <>
          <Link to="/incidents/$id" params={{ id: need.incident.id }}>
            <HostileIn
              sentence={(title) => t('overview.needs.incident', { title })}
              text={need.incident.title}
              limit={120}
            />
          </Link>
          <Moment timeMs={need.incident.lastMs} />
        </>
      );
    case 'service-down':
      return <HealthNeed text={t('overview.needs.serviceDown', { name: need.name })} detail={need.detail} />;
    case 'source-failed':
      return <HealthNeed text={t('overview.needs.sourceFailed', { name: need.name })} detail={need.detail} />;
    case 'store':
      return <HealthNeed text={t('overview.needs.store')} detail={need.detail} />;
    case 'recorder': {
      const key = need.tone === 'alarm' ? 'overview.needs.recorder' : 'overview.needs.recorderRetrying';
      return <HealthNeed text={t(key)} detail={need.detail} />;
    }
    case 'audit-log':
      return <HealthNeed text={t('overview.needs.auditLog')} detail={need.detail} />;
    case 'refused': {
      const { name, count } = need;
      const formatted = formatNumber(count, i18n.language);
      return <HealthNeed text={t('overview.needs.refused', { name, count, formatted })} detail="" />;
    }
  }
}

function HealthNeed({ text, detail }: { readonly text: string; readonly detail: string }) {
  return (
    <>
      <Link to="/health">{text}</Link>
      {detail === '' ? null : (
        <span className="quiet">
          <Hostile text={detail} />
        </span>
      )}
    </>
  );
}
