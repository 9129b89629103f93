import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { Attempt } from '../../../../shield/model/index.ts';
import { Hostile } from '../../ui/hostile.tsx';
import { OutcomeMark, SeverityMark, SimulatedMark } from '../../ui/marks.tsx';
import { Moment } from '../../ui/moment.tsx';

/** An attempt in two lines. */
export function AttemptCard({ attempt }: { readonly attempt: Attempt }) {
  const { t } = useTranslation();
  return (
    <Link
      to="/attempts/$id"
      params={{ id: attempt.id }}
      className="attempt-card"
      data-severity={attempt.severity}
    >
      <span className="attempt-card-what">
        {t(`rsit.${attempt.rsit}`)} · <Hostile text={attempt.service} limit={40} />
      </span>
      <span className="attempt-card-outcome">
        <OutcomeMark outcome={attempt.outcome} />
      </span>
      <span className="attempt-card-who">
        <SeverityMark severity={attempt.severity} />
        <span className="mono">
          <Hostile text={attempt.actor.value} limit={45} />
        </span>
        <SimulatedMark simulated={attempt.simulated} />
      </span>
      <span className="attempt-card-when">
        <Moment timeMs={attempt.lastMs} />
      </span>
    </Link>
  );
}
