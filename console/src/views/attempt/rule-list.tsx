import { useTranslation } from 'react-i18next';
import type { Attempt } from '../../../../shield/model/index.ts';
import { formatNumber } from '../../ui/formats.ts';
import { Hostile } from '../../ui/hostile.tsx';

/** Rules by number of signals, most first. */
export function RuleList({ rules }: { readonly rules: Attempt['rules'] }) {
  const { t, i18n } = useTranslation();
  return (
    <section className="panel rule-list" aria-labelledby="rules-title">
      <h2 id="rules-title">{t('attempt.rules.title')}</h2>
      {rules.length === 0 ? <p className="quiet">{t('attempt.rules.none')}</p> : null}
      <ul>
        {rules.map((rule) => (
          <li key={rule.id}>
            <span className="rule-id mono" title={rule.id}>
              {rule.id}
            </span>
            <Hostile text={rule.title} />
            <span className="count" title={t('attempt.rules.count')}>
              {formatNumber(rule.count, i18n.language)}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
