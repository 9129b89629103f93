import { TextInput } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { type SubmitEvent, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Icon } from '../ui/icon.tsx';
import { useShortcut } from './use-shortcut.ts';

/** From the number that a blocked visitor reads out, to what happened. */
export function ReferenceBox() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const input = useRef<HTMLInputElement>(null);
  const [text, setText] = useState('');
  useShortcut('r', () => input.current?.focus());
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    const reference = text.trim();
    if (reference === '') return;
    setText('');
    void navigate({ to: '/references/$reference', params: { reference } });
  };
  return (
    <search className="reference-box">
      <form onSubmit={submit}>
        <TextInput
          ref={input}
          size="xs"
          value={text}
          maxLength={64}
          spellCheck={false}
          autoComplete="off"
          aria-label={t('reference.label')}
          title={t('reference.hint')}
          placeholder={t('reference.placeholder')}
          leftSection={<Icon name="search" size={14} />}
          onChange={(event) => setText(event.currentTarget.value)}
        />
      </form>
    </search>
  );
}
