import { useTranslation } from 'react-i18next';
import type { SourceStatus } from '../../../../shield/ports/index.ts';
import { formatBytes, formatNumber } from '../../ui/formats.ts';
import { Hostile } from '../../ui/hostile.tsx';
import { StateMark } from '../../ui/marks.tsx';
import { Moment } from '../../ui/moment.tsx';
import { Empty } from '../../ui/states.tsx';

const TONES = {
  starting: 'neutral',
  running: 'good',
  waiting: 'neutral',
  stopped: 'neutral',
  failed: 'bad',
} as const;

export function SourcePanel({ sources }: { readonly sources: readonly SourceStatus[] }) {
  const { t } = useTranslation();
  return (
    <section className="panel" aria-labelledby="sources-title">
      <h2 id="sources-title">{t('health.sources')}</h2>
      {sources.length === 0 ? (
        <Empty title={t('health.noSources')}>{t('health.noSourcesHint')}</Empty>
      ) : (
        <table className="table">
          <thead>
            <tr>
              <th scope="col">{t('health.source')}</th>
              <th scope="col">{t('health.state')}</th>
              <th scope="col" className="number">
                {t('health.read')}
              </th>
              <th scope="col" className="number">
                {t('health.unparsed')}
              </th>
              <th scope="col">{t('health.last')}</th>
            </tr>
          </thead>
          <tbody>
            {sources.map((source) => (
              <SourceRow key={source.name} source={source} />
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}

function SourceRow({ source }: { readonly source: SourceStatus }) {
  const { t, i18n } = useTranslation();
  const { language } = i18n;
  const example = source.examples[0];
  return (
    <tr>
      <th scope="row">
        {source.name}
        <span className="under">{source.kind}</span>
      </th>
      <td>
        <StateMark tone={TONES[source.state]} label={t(`health.sourceState.${source.state}`)} />
        {source.error === null ? null : (
          <span className="under">
            <Hostile text={source.error} limit={200} />
          </span>
        )}
        {source.lagBytes !== null && source.lagBytes > 0 ? (
          <span className="under">{t('health.lag', { size: formatBytes(source.lagBytes, language) })}</span>
        ) : null}
      </td>
      <td className="number" data-label={t('health.read')}>
        {formatNumber(source.read, language)}
      </td>
      <td className="number" data-label={t('health.unparsed')}>
        {formatNumber(source.unparsed, language)}
        {example === undefined ? null : (
          <span className="under example">
            {t('health.example', { format: example.format, reason: example.reason })}{' '}
            <span className="mono">
              <Hostile text={example.line} limit={80} />
            </span>
          </span>
        )}
      </td>
      <td data-label={t('health.last')}>
        {source.lastEventMs === null ? t('time.none') : <Moment timeMs={source.lastEventMs} />}
      </td>
    </tr>
  );
}
