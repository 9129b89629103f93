import { useTranslation } from 'react-i18next';
import type { RecorderStatus } from '../../../../shield/ports/index.ts';
import type { StoreState } from '../../api/wire.ts';
import { formatBytes, formatNumber } from '../../ui/formats.ts';
import { Hostile } from '../../ui/hostile.tsx';
import { StateMark } from '../../ui/marks.tsx';
import { Moment } from '../../ui/moment.tsx';

const TABLES = ['events', 'signals', 'attempts', 'incidents', 'decisions', 'receipts'] as const;
const TONES = { recording: 'good', retrying: 'warning', stopped: 'bad' } as const;

/** The store, and whether what is found reaches it. */
export function RecordPanel(props: { readonly store: StoreState; readonly recorder: RecorderStatus }) {
  const { t } = useTranslation();
  return (
    <section className="panel" aria-labelledby="record-title">
      <h2 id="record-title">{t('health.record')}</h2>
      <dl className="facts">
        <dt>{t('health.store')}</dt>
        <dd>
          <StoreFacts store={props.store} />
        </dd>
        <RecorderFacts recorder={props.recorder} />
      </dl>
    </section>
  );
}

function StoreFacts({ store }: { readonly store: StoreState }) {
  const { t, i18n } = useTranslation();
  if (store.state === 'failed')
    return (
      <>
        <StateMark tone="bad" label={t('health.storeFailed')} />
        <span className="under">
          <Hostile text={store.detail} limit={400} />
        </span>
      </>
    );
  const size = store.bytesOnDisk === null ? null : formatBytes(store.bytesOnDisk, i18n.language);
  return (
    <>
      <StateMark tone="good" label={t('health.storeWorks')} /> · {store.engine} {store.version}
      {size === null ? null : (
        <>
          , {size} {t('health.disk')}
        </>
      )}
      <span className="under">
        {TABLES.map(
          (name) => `${t(`health.table.${name}`)} ${formatNumber(store.rows[name], i18n.language)}`,
        ).join(' · ')}
      </span>
    </>
  );
}

function RecorderFacts({ recorder }: { readonly recorder: RecorderStatus }) {
  const { t, i18n } = useTranslation();
  const number = (value: number) => formatNumber(value, i18n.language);
  return (
    <>
      <dt>{t('health.recorder')}</dt>
      <dd>
        <StateMark tone={TONES[recorder.state]} label={t(`health.recorderState.${recorder.state}`)} />
        {recorder.detail === null ? null : (
          <span className="under">
            <Hostile text={recorder.detail} limit={400} />
          </span>
        )}
      </dd>
      <dt>{t('health.lastWrite')}</dt>
      <dd>{recorder.lastWriteMs === null ? t('time.none') : <Moment timeMs={recorder.lastWriteMs} />}</dd>
      <dt>{t('health.queued')}</dt>
      <dd>{number(recorder.queuedRows)}</dd>
      <dt>{t('health.lost')}</dt>
      <dd>{number(recorder.lostRows)}</dd>
    </>
  );
}
