import { useTranslation } from 'react-i18next';
import { formatTime } from './formats.ts';
import { useNow } from './use-now.ts';

/** A time in the reader's zone; UTC on hover and for machines. */
export function Moment({ timeMs }: { readonly timeMs: number }) {
  const { i18n, t } = useTranslation();
  const nowMs = useNow(60_000);
  const iso = new Date(timeMs).toISOString();
  return (
    <time dateTime={iso} title={t('time.utc', { time: iso.replace('T', ' ').replace('Z', '') })}>
      {formatTime(timeMs, nowMs, i18n.language)}
    </time>
  );
}
