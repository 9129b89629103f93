import { getRouteApi, Link, useNavigate, useRouter } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useAttempt } from '../../api/queries.ts';
import type { AttemptDetail } from '../../api/wire.ts';
import { useShortcut } from '../../shell/use-shortcut.ts';
import { formatNumber } from '../../ui/formats.ts';
import { Hostile, HostileIn } from '../../ui/hostile.tsx';
import { Icon } from '../../ui/icon.tsx';
import { SeverityMark, SimulatedMark } from '../../ui/marks.tsx';
import { Empty, Failed, Loading } from '../../ui/states.tsx';
import { ActBar } from './act-bar.tsx';
import { EventCard } from './event-card.tsx';
import { FactList } from './fact-list.tsx';
import { OutcomePanel } from './outcome-panel.tsx';
import { RuleList } from './rule-list.tsx';

const route = getRouteApi('/attempts/$id');

/** One attempt: who, what, when, how it ended and why we say so, and every request behind it. */
export function AttemptView() {
  const { t } = useTranslation();
  const { id } = route.useParams();
  const detail = useAttempt(id);
  const router = useRouter();
  const navigate = useNavigate();
  useShortcut('Escape', () => {
    if (router.history.canGoBack()) router.history.back();
    else void navigate({ to: '/attempts' });
  });
  return (
    <article className="attempt">
      <Link to="/attempts" className="back">
        <Icon name="back" size={14} />
        {t('attempt.back')}
      </Link>
      {detail.isPending ? <Loading rows={8} /> : null}
      {detail.isError ? <Failed error={detail.error} retry={() => void detail.refetch()} /> : null}
      {detail.data === undefined ? null : <Detail detail={detail.data} />}
    </article>
  );
}

function Detail({ detail: { attempt, events, isComplete } }: { readonly detail: AttemptDetail }) {
  const { t, i18n } = useTranslation();
  const number = (value: number) => formatNumber(value, i18n.language);
  return (
    <>
      <header className="attempt-head">
        <div>
          <h1>
            <HostileIn
              sentence={(service) => t('attempt.title', { class: t(`rsit.${attempt.rsit}`), service })}
              text={attempt.service}
            />
          </h1>
          <p className="attempt-by">
            <SeverityMark severity={attempt.severity} />
            <span>
              {t('attempt.by')}{' '}
              <strong className="mono">
                <Hostile text={attempt.actor.value} limit={90} />
              </strong>
            </span>
            <SimulatedMark simulated={attempt.simulated} />
          </p>
        </div>
        <ActBar attempt={attempt} />
      </header>
      <div className="attempt-summary">
        <OutcomePanel attempt={attempt} />
        <FactList attempt={attempt} />
        <RuleList rules={attempt.rules} />
      </div>
      <section aria-labelledby="events-title">
        <h2 id="events-title">
          {t('attempt.events.title', { count: attempt.eventCount, formatted: number(attempt.eventCount) })}
        </h2>
        {events.length === 0 ? (
          <Empty title={t('attempt.events.none')}>{t('attempt.events.noneHint')}</Empty>
        ) : null}
        {events.length > 0 && !isComplete ? (
          <p className="quiet">
            {t('attempt.events.partly', {
              shown: number(events.length),
              formatted: number(attempt.eventCount),
            })}
          </p>
        ) : null}
        {events.map((event, at) => (
          <EventCard key={event.event.id} detail={event} isOpen={at === 0} />
        ))}
      </section>
    </>
  );
}
