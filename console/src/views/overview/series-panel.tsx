import { useTranslation } from 'react-i18next';
import { useSeries } from '../../api/queries.ts';
import type { FunnelWindow, SeriesAnswer } from '../../api/wire.ts';
import { formatNumber, formatTime } from '../../ui/formats.ts';
import { Failed, Loading } from '../../ui/states.tsx';
import { TimeChart } from './time-chart.tsx';

/** Two charts under one another with the same times: how loud it was, and what was counted. */
export function SeriesPanel({ window }: { readonly window: FunnelWindow }) {
  const { t } = useTranslation();
  const series = useSeries(window);
  return (
    <section className="panel series" aria-labelledby="series-title">
      <h2 id="series-title">{t('overview.series.title')}</h2>
      {series.isPending ? <Loading rows={6} /> : null}
      {series.isError && series.data === undefined ? (
        <Failed error={series.error} retry={() => void series.refetch()} />
      ) : null}
      {series.data === undefined ? null : <Charts answer={series.data} />}
    </section>
  );
}

function Charts({ answer }: { readonly answer: SeriesAnswer }) {
  const { t } = useTranslation();
  // A last time without a value of its own, so that the step that is still running has its width.
  const times = [...answer.buckets.map(({ startMs }) => startMs), answer.untilMs].map((ms) => ms / 1_000);
  const valuesOf = (name: 'events' | 'signals' | 'attempts' | 'blockedAttempts') =>
    answer.buckets.map((bucket) => bucket[name]);
  const attempts = valuesOf('attempts');
  const events = valuesOf('events');
  const describe = useDescription(answer);
  return (
    <>
      <TimeChart
        times={times}
        description={describe(t('overview.series.attempts'), attempts)}
        lines={[
          { label: t('overview.series.attempts'), values: attempts, token: '--d-open', form: 'bars' },
          {
            label: t('overview.series.blocked'),
            values: valuesOf('blockedAttempts'),
            token: '--d-accent-strong',
            form: 'bars',
          },
        ]}
      />
      <TimeChart
        times={times}
        description={describe(t('overview.series.events'), events)}
        lines={[
          { label: t('overview.series.events'), values: events, token: '--d-muted', form: 'steps' },
          {
            label: t('overview.series.signals'),
            values: valuesOf('signals'),
            token: '--d-signal',
            form: 'steps',
          },
        ]}
      />
    </>
  );
}

/** What a chart shows, in a sentence, for people who do not see it. */
function useDescription(answer: SeriesAnswer): (name: string, values: readonly number[]) => string {
  const { t, i18n } = useTranslation();
  return (name, values) => {
    const peak = Math.max(...values, 0);
    if (peak === 0) return t('overview.series.describeNone', { name });
    const atMs = answer.buckets[values.indexOf(peak)]?.startMs ?? answer.sinceMs;
    return t('overview.series.describe', {
      name,
      total: formatNumber(
        values.reduce((sum, value) => sum + value, 0),
        i18n.language,
      ),
      peak: formatNumber(peak, i18n.language),
      time: formatTime(atMs, answer.untilMs, i18n.language),
    });
  };
}
