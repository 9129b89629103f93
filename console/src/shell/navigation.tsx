import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { Icon } from '../ui/icon.tsx';
import { Brand } from './brand.tsx';

export const VIEWS = [
  { name: 'overview', to: '/' },
  { name: 'attempts', to: '/attempts' },
  { name: 'incidents', to: '/incidents' },
  { name: 'decisions', to: '/decisions' },
  { name: 'health', to: '/health' },
] as const;

/** A rail at the side; on a phone a bar at the bottom. */
export function Navigation() {
  const { t } = useTranslation();
  return (
    <nav className="navigation" aria-label={t('nav.label')}>
      <div className="navigation-stay">
        <div className="navigation-brand">
          <Brand />
        </div>
        <ul>
          {VIEWS.map(({ name, to }) => (
            <li key={name}>
              <Link to={to} activeOptions={{ exact: to === '/', includeSearch: false }}>
                <Icon name={name} size={18} />
                <span>{t(`nav.${name}`)}</span>
              </Link>
            </li>
          ))}
        </ul>
      </div>
    </nav>
  );
}
