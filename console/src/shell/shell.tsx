import { Outlet, useRouterState } from '@tanstack/react-router';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useStatus } from '../api/queries.ts';
import { Navigation } from './navigation.tsx';
import { ShortcutsHelp } from './shortcuts-help.tsx';
import { SimulationBanner } from './simulation-banner.tsx';
import { TopBar } from './top-bar.tsx';
import { useGoShortcuts, useShortcut } from './use-shortcut.ts';

/** What stands around every view. */
export function Shell({ account }: { readonly account: string }) {
  const { t } = useTranslation();
  const status = useStatus();
  const [isHelpOpen, setHelpOpen] = useState(false);
  const main = useRef<HTMLElement>(null);
  const path = useRouterState({ select: (state) => state.location.pathname });
  const shownPath = useRef(path);
  useShortcut('?', () => setHelpOpen(true));
  useGoShortcuts();
  useEffect(() => {
    if (shownPath.current === path) return;
    shownPath.current = path;
    // After going to another view a screen reader goes on at its beginning.
    main.current?.focus({ preventScroll: true });
  }, [path]);
  return (
    <div className="shell">
      <a className="skip" href="#main">
        {t('skip')}
      </a>
      <Navigation />
      <div className="shell-column">
        {status.data?.simulated === true ? <SimulationBanner /> : null}
        <TopBar account={account} onHelp={() => setHelpOpen(true)} />
        <main id="main" ref={main} tabIndex={-1}>
          <Outlet />
        </main>
      </div>
      <ShortcutsHelp isOpen={isHelpOpen} onClose={() => setHelpOpen(false)} />
    </div>
  );
}
