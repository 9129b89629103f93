import { Button, CloseButton } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Decision } from '../../../../shield/model/index.ts';
import { useRevokeDecision } from '../../api/queries.ts';
import { Moment } from '../../ui/moment.tsx';
import { describeError } from '../../ui/states.tsx';

/** A decision just made, and one step to take it back. */
export function DecisionMade({
  decision,
  onClose,
}: {
  readonly decision: Decision;
  readonly onClose: () => void;
}) {
  const { t } = useTranslation();
  const revoke = useRevokeDecision();
  const scope = decision.scope.value;
  return (
    <div className="decision-made" role="status" data-action={decision.action}>
      {revoke.isSuccess ? (
        <span>{t('decide.done.undone', { scope })}</span>
      ) : (
        <>
          <span>
            {t(decision.action === 'allow' ? 'decide.done.allow' : 'decide.done.block', { scope })}{' '}
            {t('decide.done.until')} <Moment timeMs={decision.expiresMs} />
          </span>
          <Button
            size="compact-xs"
            variant="default"
            loading={revoke.isPending}
            onClick={() => revoke.mutate(decision.id)}
          >
            {t('decide.done.undo')}
          </Button>
        </>
      )}
      {revoke.isError ? <span className="form-error">{describeError(revoke.error, t)}</span> : null}
      <CloseButton size="sm" aria-label={t('decide.done.close')} onClick={onClose} />
    </div>
  );
}
