import { useTranslation } from 'react-i18next';
import type { ServiceStatus } from '../../../../shield/ports/index.ts';
import { Hostile } from '../../ui/hostile.tsx';
import { StateMark } from '../../ui/marks.tsx';
import { Moment } from '../../ui/moment.tsx';
import { Empty } from '../../ui/states.tsx';

export function ServicePanel({ services }: { readonly services: readonly ServiceStatus[] }) {
  const { t } = useTranslation();
  return (
    <section className="panel" aria-labelledby="services-title">
      <h2 id="services-title">{t('health.services')}</h2>
      {services.length === 0 ? (
        <Empty title={t('health.noServices')}>{t('health.noServicesHint')}</Empty>
      ) : (
        <table className="table">
          <thead>
            <tr>
              <th scope="col">{t('health.service')}</th>
              <th scope="col">{t('health.mode')}</th>
              <th scope="col">{t('health.upstream')}</th>
            </tr>
          </thead>
          <tbody>
            {services.map((service) => (
              <ServiceRow key={service.name} service={service} />
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}

const UPSTREAM = {
  up: { tone: 'good', text: 'health.up' },
  down: { tone: 'bad', text: 'health.down' },
  unknown: { tone: 'neutral', text: 'health.upstreamUnknown' },
} as const;

function ServiceRow({ service }: { readonly service: ServiceStatus }) {
  const { t } = useTranslation();
  const { mode, upstream } = service;
  const { tone, text } = UPSTREAM[upstream.state];
  return (
    <tr>
      <th scope="row">
        {service.name}
        <span className="under mono">
          {service.hosts.length === 0 ? t('health.anyHost') : service.hosts.join(', ')}
        </span>
      </th>
      <td>
        <StateMark tone={mode === 'guard' ? 'good' : 'warning'} label={t(`health.${mode}`)} />
        <span className="under">
          {mode === 'guard' ? t('health.guardHint') : t('health.observeHint')} ·{' '}
          {t('health.paranoia', { level: service.paranoia })} ·{' '}
          {t(`health.onError.${service.onInspectionError}`)}
        </span>
      </td>
      <td>
        <StateMark tone={tone} label={t(text)} /> <span className="mono quiet">{upstream.url}</span>
        <span className="under">
          {upstream.checkedMs === null ? null : <Moment timeMs={upstream.checkedMs} />}{' '}
          {upstream.detail === null ? null : <Hostile text={upstream.detail} limit={200} />}
        </span>
      </td>
    </tr>
  );
}
