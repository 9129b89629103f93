import { useTranslation } from 'react-i18next';
import { useStatus } from '../../api/queries.ts';
import { formatDuration } from '../../ui/formats.ts';
import { Failed, Loading } from '../../ui/states.tsx';
import { PackPanel } from './pack-panel.tsx';
import { RecordPanel } from './record-panel.tsx';
import { ServicePanel } from './service-panel.tsx';
import { SourcePanel } from './source-panel.tsx';

/** Whether everything that finds, blocks and keeps is at work. */
export function HealthView() {
  const { t, i18n } = useTranslation();
  const status = useStatus();
  return (
    <div className="health">
      <div className="view-head">
        <h1>{t('health.title')}</h1>
        {status.data === undefined ? null : (
          <span className="quiet">
            {t('health.version', {
              version: status.data.version,
              duration: formatDuration(status.data.uptimeMs, i18n.language),
            })}
          </span>
        )}
      </div>
      {status.isPending ? <Loading rows={8} /> : null}
      {status.isError ? <Failed error={status.error} retry={() => void status.refetch()} /> : null}
      {status.data === undefined ? null : (
        <>
          <ServicePanel services={status.data.services} />
          <SourcePanel sources={status.data.sources} />
          <PackPanel packs={status.data.packs} />
          <RecordPanel
            store={status.data.store}
            recorder={status.data.recorder}
            auditLog={status.data.auditLog}
          />
        </>
      )}
    </div>
  );
}
