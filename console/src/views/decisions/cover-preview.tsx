import { useTranslation } from 'react-i18next';
import { usePreview } from '../../api/queries.ts';
import { ApiError } from '../../api/request.ts';
import type { DecisionPreview } from '../../api/wire.ts';
import { formatCompact, formatNumber } from '../../ui/formats.ts';
import { describeError } from '../../ui/states.tsx';

/** What a decision over this scope would touch. */
export function CoverPreview({ scope }: { readonly scope: string }) {
  const { t } = useTranslation();
  const preview = usePreview(scope);
  return (
    <section className="cover" aria-label={t('decide.preview.title')} aria-live="polite">
      <h3>{t('decide.preview.title')}</h3>
      {preview.isError ? (
        <p className="form-error">{problemOf(preview.error, describeError(preview.error, t))}</p>
      ) : null}
      {preview.data === undefined || preview.isError ? null : <Cover preview={preview.data} />}
      {preview.isLoading ? <p className="quiet">{t('loading')}</p> : null}
    </section>
  );
}

function Cover({ preview }: { readonly preview: DecisionPreview }) {
  const { t, i18n } = useTranslation();
  const addresses = Number(preview.addressCount);
  return (
    <>
      <p>
        <strong className="mono">{preview.scope.value}</strong>
        {': '}
        {t('decide.preview.addresses', {
          count: addresses,
          formatted: formatCompact(addresses, i18n.language),
        })}
        {', '}
        {preview.attempts === 0
          ? t('decide.preview.noAttempts')
          : t('decide.preview.attempts', {
              count: preview.attempts,
              formatted: formatNumber(preview.attempts, i18n.language),
            })}
      </p>
      {preview.overlapping.length > 0 ? (
        <p className="quiet">
          {t('decide.preview.overlapping', {
            scopes: preview.overlapping
              .map((other) => `${other.scope} (${other.action})`)
              .slice(0, 5)
              .join(', '),
          })}
        </p>
      ) : null}
      {preview.coversYou ? <p className="cover-warning">{t('decide.preview.coversYou')}</p> : null}
    </>
  );
}

/** The API names the field first (`scope: …`), which is plain here. */
function problemOf(error: unknown, text: string): string {
  return error instanceof ApiError ? text.replace(/^scope: /, '') : text;
}
