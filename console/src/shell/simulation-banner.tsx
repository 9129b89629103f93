import { useTranslation } from 'react-i18next';

export function SimulationBanner() {
  const { t } = useTranslation();
  return (
    <div className="simulation-banner" role="note">
      <strong>{t('simulation.banner')}</strong>
      <span>{t('simulation.bannerHint')}</span>
    </div>
  );
}
