import { Button, NativeSelect, TextInput } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { AttemptQuery } from '../../api/attempt-query.ts';
import { useStatus } from '../../api/queries.ts';
import { useShortcut } from '../../shell/use-shortcut.ts';
import { Icon } from '../../ui/icon.tsx';
import { visibleString } from '../../ui/visible-text.ts';
import { CLASSES, OUTCOMES, SEVERITY_ORDER } from '../../ui/words.ts';

const TYPING_MS = 250;

export function FilterBar({ query }: { readonly query: AttemptQuery }) {
  const { t } = useTranslation();
  const status = useStatus();
  const change = useChange(query);
  const services = new Set(status.data?.services.map(({ name }) => name));
  if (query.service !== undefined) services.add(query.service);
  const hasFilters = Object.keys(query).length > 0;
  return (
    <search className="filter-bar" aria-label={t('attempts.filters')}>
      <SearchField text={query.text ?? ''} onSearch={(text) => change({ text })} />
      <NativeSelect
        size="xs"
        aria-label={t('attempts.service')}
        value={query.service ?? ''}
        data={[
          { value: '', label: t('attempts.anyService') },
          ...[...services].map((value) => ({ value, label: visibleString(value) })),
        ]}
        onChange={(event) => change({ service: event.currentTarget.value })}
      />
      <NativeSelect
        size="xs"
        aria-label={t('attempts.class')}
        value={query.class ?? ''}
        data={[
          { value: '', label: t('attempts.anyClass') },
          ...CLASSES.map((value) => ({ value, label: t(`rsit.${value}`) })),
        ]}
        onChange={(event) => change({ class: event.currentTarget.value })}
      />
      <NativeSelect
        size="xs"
        aria-label={t('attempts.severity')}
        value={query.severity ?? ''}
        data={[
          { value: '', label: t('attempts.anySeverity') },
          ...SEVERITY_ORDER.slice(1).map((value) => ({
            value,
            label: t('attempts.atLeast', { severity: t(`severity.${value}`) }),
          })),
        ]}
        onChange={(event) => change({ severity: event.currentTarget.value })}
      />
      <NativeSelect
        size="xs"
        aria-label={t('attempts.outcome')}
        value={query.outcome ?? ''}
        data={[
          { value: '', label: t('attempts.anyOutcome') },
          ...OUTCOMES.map((value) => ({ value, label: t(`outcome.${value}`) })),
        ]}
        onChange={(event) => change({ outcome: event.currentTarget.value })}
      />
      {hasFilters ? (
        <Button size="xs" variant="subtle" onClick={() => change(null)}>
          {t('attempts.clear')}
        </Button>
      ) : null}
    </search>
  );
}

type Change = Partial<Record<keyof AttemptQuery, string>>;

/** Filters live in the address bar: they can be shared and gone back over. `null` clears them. */
function useChange(query: AttemptQuery): (change: Change | null) => void {
  const navigate = useNavigate();
  return (change) => {
    const merged = change === null ? {} : { ...query, ...change };
    const search = Object.fromEntries(Object.entries(merged).filter(([, value]) => value !== ''));
    void navigate({ to: '/attempts', search, replace: true });
  };
}

function SearchField(props: { readonly text: string; readonly onSearch: (text: string) => void }) {
  const { text, onSearch } = props;
  const { t } = useTranslation();
  const input = useRef<HTMLInputElement>(null);
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  const [typed, setTyped] = useState(text);
  useShortcut('/', () => input.current?.focus());
  useEffect(() => setTyped(text), [text]);
  useEffect(() => () => clearTimeout(timer.current), []);
  const type = (value: string) => {
    setTyped(value);
    clearTimeout(timer.current);
    timer.current = setTimeout(() => onSearch(value.trim()), TYPING_MS);
  };
  return (
    <TextInput
      ref={input}
      size="xs"
      type="search"
      className="filter-search"
      value={typed}
      maxLength={200}
      spellCheck={false}
      aria-label={t('attempts.search')}
      placeholder={t('attempts.search')}
      leftSection={<Icon name="search" size={14} />}
      onChange={(event) => type(event.currentTarget.value)}
      onKeyDown={(event) => {
        if (event.key === 'Escape') input.current?.blur();
      }}
    />
  );
}
