import { useTranslation } from 'react-i18next';
import type { Attempt } from '../../../../shield/model/index.ts';
import { formatNumber } from '../../ui/formats.ts';
import { OutcomeMark } from '../../ui/marks.tsx';
import { outcomeReason } from '../../ui/words.ts';

/** How it ended, and what that rests on. */
export function OutcomePanel({ attempt }: { readonly attempt: Attempt }) {
  const { t, i18n } = useTranslation();
  const number = (value: number) => formatNumber(value, i18n.language);
  return (
    <section className="panel outcome-panel" data-outcome={attempt.outcome} aria-labelledby="outcome-title">
      <h2 id="outcome-title">{t('attempt.outcomeTitle')}</h2>
      <p className="outcome-word">
        <OutcomeMark outcome={attempt.outcome} />
      </p>
      <p>
        {t(`attempt.why.${outcomeReason(attempt)}`, {
          count: attempt.eventCount,
          formatted: number(attempt.eventCount),
          blocked: number(attempt.blockedCount),
        })}
      </p>
      <p className="quiet" title={attempt.state === 'open' ? t('attempt.openHint') : undefined}>
        {t(`attempt.${attempt.state}`)}
      </p>
    </section>
  );
}
