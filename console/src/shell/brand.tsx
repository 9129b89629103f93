import { useTranslation } from 'react-i18next';

/** A gate between battlements. */
export function Brand() {
  const { t } = useTranslation();
  return (
    <span className="brand">
      <svg aria-hidden="true" viewBox="0 0 32 32" width="26" height="26">
        <path d="M3 28V9h4v4h4V6h4v7h2V6h4v7h4V9h4v19H18v-5a2 2 0 0 0-4 0v5z" fill="currentColor" />
      </svg>
      <span className="brand-name">{t('name')}</span>
    </span>
  );
}
