import { Button, PasswordInput, TextInput } from '@mantine/core';
import { type SubmitEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLogin } from '../api/queries.ts';
import { Brand } from '../shell/brand.tsx';
import { describeError } from '../ui/states.tsx';

export function Login() {
  const { t } = useTranslation();
  const login = useLogin();
  const [name, setName] = useState('operator');
  const [password, setPassword] = useState('');
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    login.mutate({ name, password });
  };
  return (
    <main className="login">
      <form onSubmit={submit} aria-labelledby="login-title">
        <Brand />
        <h1 id="login-title">{t('login.title')}</h1>
        <TextInput
          label={t('login.name')}
          value={name}
          required
          withAsterisk={false}
          autoComplete="username"
          autoCapitalize="none"
          spellCheck={false}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <PasswordInput
          label={t('login.password')}
          value={password}
          required
          withAsterisk={false}
          data-autofocus
          autoFocus
          autoComplete="current-password"
          onChange={(event) => setPassword(event.currentTarget.value)}
        />
        <p className="login-error" role="alert">
          {login.isError ? describeError(login.error, t) : ''}
        </p>
        <Button type="submit" fullWidth loading={login.isPending}>
          {t('login.submit')}
        </Button>
        <p className="login-hint">{t('login.hint')}</p>
      </form>
    </main>
  );
}
