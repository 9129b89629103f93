import { useTranslation } from 'react-i18next';
import type { Outcome, Severity } from '../../../shield/model/index.ts';
import { Icon } from './icon.tsx';
import { SEVERITY_ORDER } from './words.ts';

/** Bars in rising order and the word: never colour alone. */
export function SeverityMark({ severity }: { readonly severity: Severity }) {
  const { t } = useTranslation();
  const rank = SEVERITY_ORDER.indexOf(severity);
  return (
    <span className="severity" data-severity={severity}>
      <span className="severity-bars" aria-hidden="true">
        {SEVERITY_ORDER.slice(1).map((step, at) => (
          <span key={step} data-on={at < rank || undefined} />
        ))}
      </span>
      {t(`severity.${severity}`)}
    </span>
  );
}

export function OutcomeMark({ outcome }: { readonly outcome: Outcome }) {
  const { t } = useTranslation();
  return (
    <span className="outcome" data-outcome={outcome}>
      <Icon name={outcome} size={15} />
      {t(`outcome.${outcome}`)}
    </span>
  );
}

export function SimulatedMark({ simulated }: { readonly simulated: boolean }) {
  const { t } = useTranslation();
  return simulated ? (
    <span className="simulated" title={t('simulation.markHint')}>
      {t('simulation.mark')}
    </span>
  ) : null;
}

/** A state in one word with a dot: good, warning, bad or neutral. */
export function StateMark(props: {
  readonly tone: 'good' | 'warning' | 'bad' | 'neutral';
  readonly label: string;
}) {
  return (
    <span className="state" data-tone={props.tone}>
      {props.label}
    </span>
  );
}
