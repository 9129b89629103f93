import { Button, CloseButton } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { StoredExclusion } from '../../../../shield/ports/index.ts';
import { useRemoveExclusion } from '../../api/exclusion-queries.ts';
import { HostileIn } from '../../ui/hostile.tsx';
import { describeError } from '../../ui/states.tsx';

/** An exclusion just added, and one step to take it back. */
export function ExclusionMade({
  exclusion,
  onClose,
}: {
  readonly exclusion: StoredExclusion;
  readonly onClose: () => void;
}) {
  const { t } = useTranslation();
  const remove = useRemoveExclusion();
  const { id, path } = exclusion;
  const sentence = (mark: string) => t('exclusion.added', { id, path: mark });
  return (
    <div className="decision-made" role="status">
      {remove.isSuccess ? (
        <span>{t('exclusion.undone', { id })}</span>
      ) : (
        <>
          <span>
            <HostileIn sentence={sentence} text={path} />
          </span>
          <Button
            size="compact-xs"
            variant="default"
            loading={remove.isPending}
            onClick={() => remove.mutate(id)}
          >
            {t('decide.done.undo')}
          </Button>
        </>
      )}
      {remove.isError ? <span className="form-error">{describeError(remove.error, t)}</span> : null}
      <CloseButton size="sm" aria-label={t('decide.done.close')} onClick={onClose} />
    </div>
  );
}
