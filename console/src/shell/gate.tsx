import { useTranslation } from 'react-i18next';
import { LiveProvider } from '../api/live.tsx';
import { useMe } from '../api/queries.ts';
import { Failed } from '../ui/states.tsx';
import { Login } from '../views/login.tsx';
import { Shell } from './shell.tsx';

/** The console for people who are signed in; the login, at the same address, for those who are not. */
export function Gate() {
  const { t } = useTranslation();
  const me = useMe();
  if (me.isPending) return <p className="gate">{t('loading')}</p>;
  if (me.data?.account === null) return <Login />;
  if (me.data !== undefined)
    return (
      <LiveProvider>
        <Shell account={me.data.account} />
      </LiveProvider>
    );
  return (
    <div className="gate">
      <Failed error={me.error} retry={() => void me.refetch()} />
    </div>
  );
}
