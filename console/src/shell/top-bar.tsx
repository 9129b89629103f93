import { ActionIcon } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useLogout } from '../api/queries.ts';
import { Icon } from '../ui/icon.tsx';
import { Brand } from './brand.tsx';
import { LiveMark } from './live-mark.tsx';
import { ReferenceBox } from './reference-box.tsx';
import { SchemeSwitch } from './scheme-switch.tsx';

export function TopBar(props: { readonly account: string; readonly onHelp: () => void }) {
  const { t } = useTranslation();
  const logout = useLogout();
  return (
    <header className="top-bar">
      <div className="top-bar-brand">
        <Brand />
      </div>
      <LiveMark />
      <ReferenceBox />
      <div className="top-bar-actions">
        <span className="top-bar-help">
          <ActionIcon
            variant="subtle"
            aria-label={t('shortcuts.title')}
            title={t('shortcuts.title')}
            onClick={props.onHelp}
          >
            <Icon name="keyboard" size={18} />
          </ActionIcon>
        </span>
        <SchemeSwitch />
        <ActionIcon
          variant="subtle"
          aria-label={t('account.leave')}
          title={`${t('account.signedIn', { account: props.account })}. ${t('account.leave')}`}
          onClick={() => logout.mutate()}
        >
          <Icon name="leave" size={18} />
        </ActionIcon>
      </div>
    </header>
  );
}
