import { Button, Modal, TextInput } from '@mantine/core';
import { type SubmitEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ExclusionChoice, Explanation, StoredExclusion } from '../../../../shield/ports/index.ts';
import { useAddExclusion, useExplanation, useProposal } from '../../api/exclusion-queries.ts';
import { HostileBlock } from '../../ui/hostile.tsx';
import { describeError, Failed, Loading } from '../../ui/states.tsx';
import { CandidateChoice } from './candidate-choice.tsx';
import { ExclusionEffect } from './exclusion-effect.tsx';

/** Which event it is about, and what follows. */
export interface ExclusionDialogProps {
  readonly eventId: string;
  readonly onClose: () => void;
  readonly onMade: (exclusion: StoredExclusion) => void;
}

/** Shows the narrowest exclusion in its words, with what it would change, before it is added. */
export function ExclusionDialog(props: ExclusionDialogProps) {
  const { t } = useTranslation();
  const explanation = useExplanation(props.eventId);
  return (
    <Modal
      opened
      onClose={props.onClose}
      title={t('exclusion.title')}
      size="xl"
      lockScroll={false}
      closeButtonProps={{ 'aria-label': t('decide.cancel') }}
      transitionProps={{ duration: 120 }}
    >
      {explanation.isPending ? <Loading rows={5} /> : null}
      {explanation.isError ? (
        <Failed error={explanation.error} retry={() => void explanation.refetch()} />
      ) : null}
      {explanation.data === undefined ? null : (
        <ExclusionForm {...props} explanation={explanation.data.explanation} />
      )}
    </Modal>
  );
}

function ExclusionForm({
  eventId,
  explanation,
  onClose,
  onMade,
}: ExclusionDialogProps & { readonly explanation: Explanation }) {
  const { t } = useTranslation();
  const [at, setAt] = useState(0);
  const [reason, setReason] = useState('');
  const candidate = explanation.candidates[at];
  const choice: ExclusionChoice | null =
    candidate === undefined ? null : { ruleIds: candidate.ruleIds, variable: candidate.variable };
  const proposal = useProposal(eventId, choice);
  const add = useAddExclusion(eventId);
  if (choice === null) return <p>{t('exclusion.none')}</p>;
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    const body = { ...choice, reason: reason.trim() };
    add.mutate(body, { onSuccess: ({ exclusion }) => onMade(exclusion) });
  };
  const shown = proposal.isError ? undefined : proposal.data?.proposal;
  return (
    <form className="decide exclusion" onSubmit={submit}>
      <p className="quiet">{t('exclusion.intro')}</p>
      <CandidateChoice candidates={explanation.candidates} chosen={at} onChange={setAt} />
      <section aria-label={t('exclusion.text')} aria-busy={proposal.isFetching}>
        <h3>{t('exclusion.text')}</h3>
        {shown === undefined ? <Loading rows={3} /> : <HostileBlock text={shown.text.trimEnd()} />}
      </section>
      {shown === undefined ? null : <ExclusionEffect proposal={shown} />}
      {proposal.isError ? <p className="form-error">{describeError(proposal.error, t)}</p> : null}
      <TextInput
        label={t('decide.reason')}
        description={t('decide.reasonHint')}
        value={reason}
        required
        withAsterisk={false}
        minLength={3}
        maxLength={500}
        data-autofocus
        onChange={(event) => setReason(event.currentTarget.value)}
      />
      <p className="form-error" role="alert">
        {add.isError ? describeError(add.error, t) : ''}
      </p>
      <div className="decide-actions">
        <Button variant="default" onClick={onClose}>
          {t('decide.cancel')}
        </Button>
        <Button type="submit" loading={add.isPending} disabled={shown === undefined}>
          {t('exclusion.add')}
        </Button>
      </div>
    </form>
  );
}
