import { Button } from '@mantine/core';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { EventDetail, StoredExclusion } from '../../../../shield/ports/index.ts';
import { ExclusionMade } from './exclusion-made.tsx';

/** Asked for by few: not among what every reader of an attempt loads. */
const ExclusionDialog = lazy(() =>
  import('./exclusion-dialog.tsx').then((module) => ({ default: module.ExclusionDialog })),
);

/** Offers to exclude what a request was found for, where rules spoke of a request; what was added stays in sight. */
export function ExclusionOffer({ detail }: { readonly detail: EventDetail }) {
  const { t } = useTranslation();
  const [isOpen, setOpen] = useState(false);
  const [made, setMade] = useState<StoredExclusion | null>(null);
  const { event, signals } = detail;
  if (event.format !== 'gateway' || !signals.some(({ rule }) => rule.engine === 'seclang')) return null;
  return (
    <div className="exclusion-offer">
      <span className="quiet">{t('exclusion.question')}</span>
      <Button size="compact-xs" variant="default" onClick={() => setOpen(true)}>
        {t('exclusion.propose')}
      </Button>
      {made === null ? null : <ExclusionMade key={made.id} exclusion={made} onClose={() => setMade(null)} />}
      {isOpen ? (
        <Suspense fallback={null}>
          <ExclusionDialog
            eventId={event.id}
            onClose={() => setOpen(false)}
            onMade={(exclusion) => {
              setMade(exclusion);
              setOpen(false);
            }}
          />
        </Suspense>
      ) : null}
    </div>
  );
}
