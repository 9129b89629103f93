import { Button, Modal, NativeSelect, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { type SubmitEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Decision } from '../../../../shield/model/index.ts';
import { useAddDecision, useStatus } from '../../api/queries.ts';
import { describeError } from '../../ui/states.tsx';
import { visibleString } from '../../ui/visible-text.ts';
import { CoverPreview } from './cover-preview.tsx';
import { DURATIONS, type DurationName, rangeAround } from './durations.ts';

const TYPING_MS = 300;

export interface DecideDialogProps {
  readonly isOpen: boolean;
  readonly action: 'block' | 'allow';
  /** Filled in at first; empty: the person types it. */
  readonly address: string;
  readonly service: string | null;
  readonly attemptId: string | null;
  readonly onClose: () => void;
  readonly onMade: (decision: Decision) => void;
}

/** Asks for scope, expiry and reason, and shows what the decision would cover before it is made. */
export function DecideDialog(props: DecideDialogProps) {
  const { t } = useTranslation();
  const title = props.action === 'block' ? t('decide.titleBlock') : t('decide.titleAllow');
  return (
    <Modal
      opened={props.isOpen}
      onClose={props.onClose}
      title={title}
      lockScroll={false}
      closeButtonProps={{ 'aria-label': t('decide.cancel') }}
      transitionProps={{ duration: 120 }}
    >
      <DecideForm {...props} />
    </Modal>
  );
}

function DecideForm(props: DecideDialogProps) {
  const { t } = useTranslation();
  const [scope, setScope] = useState(props.address);
  const [action, setAction] = useState(props.action);
  const [service, setService] = useState('');
  const [duration, setDuration] = useState<DurationName>('hour');
  const [reason, setReason] = useState('');
  const [typedScope] = useDebouncedValue(scope.trim(), TYPING_MS);
  const add = useAddDecision();
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    add.mutate(
      {
        scope: scope.trim(),
        action,
        service: service === '' ? null : service,
        reason: reason.trim(),
        durationMs: DURATIONS[duration],
        attemptId: props.attemptId,
      },
      { onSuccess: ({ decision }) => props.onMade(decision) },
    );
  };
  return (
    <form className="decide" onSubmit={submit}>
      {props.attemptId === null ? <ActionField value={action} onChange={setAction} /> : null}
      <ScopeField scope={scope} address={props.address} onChange={setScope} />
      <div className="decide-pair">
        <ServiceField value={service} own={props.service} onChange={setService} />
        <NativeSelect
          label={t('decide.duration')}
          value={duration}
          data={(Object.keys(DURATIONS) as DurationName[]).map((value) => ({
            value,
            label: t(`decide.durations.${value}`),
          }))}
          onChange={(event) => setDuration(event.currentTarget.value as DurationName)}
        />
      </div>
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
      <CoverPreview scope={typedScope} />
      <p className="form-error" role="alert">
        {add.isError ? describeError(add.error, t) : ''}
      </p>
      <div className="decide-actions">
        <Button variant="default" onClick={props.onClose}>
          {t('decide.cancel')}
        </Button>
        <Button type="submit" loading={add.isPending} color={action === 'block' ? 'red' : 'teal'}>
          {action === 'block' ? t('decide.submitBlock') : t('decide.submitAllow')}
        </Button>
      </div>
    </form>
  );
}

function ActionField(props: {
  readonly value: 'block' | 'allow';
  readonly onChange: (action: 'block' | 'allow') => void;
}) {
  const { t } = useTranslation();
  return (
    <NativeSelect
      label={t('decide.action')}
      value={props.value}
      data={[
        { value: 'block', label: t('decide.block') },
        { value: 'allow', label: t('decide.allow') },
      ]}
      onChange={(event) => props.onChange(event.currentTarget.value === 'allow' ? 'allow' : 'block')}
    />
  );
}

function ScopeField(props: {
  readonly scope: string;
  readonly address: string;
  readonly onChange: (scope: string) => void;
}) {
  const { t } = useTranslation();
  const choices = props.address === '' ? [] : [props.address, rangeAround(props.address)];
  return (
    <div>
      <TextInput
        label={t('decide.scope')}
        description={t('decide.scopeHint')}
        className="mono-input"
        value={props.scope}
        required
        withAsterisk={false}
        maxLength={64}
        spellCheck={false}
        onChange={(event) => props.onChange(event.currentTarget.value)}
      />
      <div className="scope-choices">
        {choices.map((choice) => (
          <button
            key={choice}
            type="button"
            aria-pressed={choice === props.scope}
            onClick={() => props.onChange(choice)}
          >
            {choice}
          </button>
        ))}
      </div>
    </div>
  );
}

function ServiceField(props: {
  readonly value: string;
  readonly own: string | null;
  readonly onChange: (service: string) => void;
}) {
  const { t } = useTranslation();
  const status = useStatus();
  const names = new Set(status.data?.services.map(({ name }) => name));
  if (props.own !== null) names.add(props.own);
  return (
    <NativeSelect
      label={t('decide.service')}
      value={props.value}
      data={[
        { value: '', label: t('decide.allServices') },
        ...[...names].map((value) => ({ value, label: t('decide.only', { scope: visibleString(value) }) })),
      ]}
      onChange={(event) => props.onChange(event.currentTarget.value)}
    />
  );
}
