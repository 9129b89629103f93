import { useTranslation } from 'react-i18next';
import type { AuditLogStatus, RecorderStatus } from '../../../../shield/ports/index.ts';
import type { StoreState } from '../../api/wire.ts';
import { formatBytes, formatNumber } from '../../ui/formats.ts';
import { Hostile } from '../../ui/hostile.tsx';
import { StateMark } from '../../ui/marks.tsx';
import { Moment } from '../../ui/moment.tsx';

const TABLES = ['events', 'signals', 'attempts', 'incidents', 'decisions', 'receipts'] as const;
const TONES = { recording: 'good', retrying: 'warning', stopped: 'bad' } as const;

const AUDIT_TONES = { writing: 'good', retrying: 'warning' } as const;

/** The store and the audit log, and whether what is found reaches them. */
export function RecordPanel(props: {
  readonly store: StoreState;
  readonly recorder: RecorderStatus;
  readonly auditLog: AuditLogStatus | null;
}) {
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
        {props.auditLog === null ? null : <AuditLogFacts auditLog={props.auditLog} />}
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

function AuditLogFacts({ auditLog }: { readonly auditLog: AuditLogStatus }) {
  const { t, i18n } = useTranslation();
  const queued = formatNumber(auditLog.queuedRecords, i18n.language);
  const lost = formatNumber(auditLog.lostRecords, i18n.language);
  return (
    <>
      <dt>{t('health.auditLog')}</dt>
      <dd>
        <StateMark tone={AUDIT_TONES[auditLog.state]} label={t(`health.auditLogState.${auditLog.state}`)} />
        <span className="under">
          <Hostile text={auditLog.path} limit={400} />
        </span>
        {auditLog.detail === null ? null : (
          <span className="under">
            <Hostile text={auditLog.detail} limit={400} />
          </span>
        )}
        <span className="under">{t('health.auditLogCounts', { queued, lost })}</span>
      </dd>
    </>
  );
}
