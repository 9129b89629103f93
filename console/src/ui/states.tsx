import { Button, Skeleton } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { ApiError } from '../api/request.ts';

/** Nothing to show, and what that means. */
export function Empty({ title, children }: { readonly title: string; readonly children?: ReactNode }) {
  return (
    <div className="empty">
      <p className="empty-title">{title}</p>
      {children === undefined ? null : <p>{children}</p>}
    </div>
  );
}

/** What went wrong, in the words of the shield, and a way to try again. */
export function Failed({ error, retry }: { readonly error: unknown; readonly retry?: () => void }) {
  const { t } = useTranslation();
  return (
    <div className="failed" role="alert">
      <p className="empty-title">{t('error.title')}</p>
      <p>{describeError(error, t)}</p>
      {retry === undefined ? null : (
        <Button size="compact-sm" variant="default" onClick={retry}>
          {t('error.retry')}
        </Button>
      )}
    </div>
  );
}

export function describeError(
  error: unknown,
  t: (key: 'error.unreachable' | 'error.unknown') => string,
): string {
  if (error instanceof ApiError) return error.code === 'unreachable' ? t('error.unreachable') : error.message;
  return t('error.unknown');
}

export function Loading({ rows = 4 }: { readonly rows?: number }) {
  const { t } = useTranslation();
  return (
    <div role="status" aria-label={t('loading')} className="loading">
      {Array.from({ length: rows }, (_, at) => `row ${at}`).map((name) => (
        <Skeleton key={name} height={28} />
      ))}
    </div>
  );
}
