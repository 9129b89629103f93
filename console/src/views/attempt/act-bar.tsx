import { Button } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Attempt, Decision } from '../../../../shield/model/index.ts';
import { DecideDialog } from '../decisions/decide-dialog.tsx';
import { DecisionMade } from '../decisions/decision-made.tsx';

/** Block and allow from an attempt; what was decided stays in sight and can be undone. */
export function ActBar({ attempt }: { readonly attempt: Attempt }) {
  const { t } = useTranslation();
  const [action, setAction] = useState<'block' | 'allow'>('block');
  const [isOpen, setOpen] = useState(false);
  const [made, setMade] = useState<Decision | null>(null);
  if (attempt.actor.kind !== 'address') return <p className="quiet">{t('attempt.act.notAddress')}</p>;
  const start = (wanted: 'block' | 'allow') => {
    setAction(wanted);
    setOpen(true);
  };
  return (
    <div className="act-bar">
      <div className="act-buttons">
        <Button size="xs" color="red" onClick={() => start('block')}>
          {t('attempt.act.block')}
        </Button>
        <Button size="xs" variant="default" onClick={() => start('allow')}>
          {t('attempt.act.allow')}
        </Button>
      </div>
      {made === null ? null : <DecisionMade key={made.id} decision={made} onClose={() => setMade(null)} />}
      <DecideDialog
        key={`${action} ${isOpen}`}
        isOpen={isOpen}
        action={action}
        address={attempt.actor.value}
        service={attempt.service}
        attemptId={attempt.id}
        onClose={() => setOpen(false)}
        onMade={(decision) => {
          setMade(decision);
          setOpen(false);
        }}
      />
    </div>
  );
}
