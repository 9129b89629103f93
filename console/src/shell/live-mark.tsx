import { useTranslation } from 'react-i18next';
import { useLiveState } from '../api/live.tsx';
import { formatNumber } from '../ui/formats.ts';

/** Whether what is on screen is of now. */
export function LiveMark() {
  const { t, i18n } = useTranslation();
  const { connection, eventsPerSecond } = useLiveState();
  const rate = Math.round(eventsPerSecond);
  return (
    <div className="live-mark" data-connection={connection}>
      <span role="status">{t(`live.${connection}`)}</span>
      {connection === 'live' && rate > 0 ? (
        <span className="live-rate">
          {t('live.rate', { count: rate, formatted: formatNumber(rate, i18n.language) })}
        </span>
      ) : null}
    </div>
  );
}
