import { useTranslation } from 'react-i18next';
import type { Receipt, Signal } from '../../../../shield/model/index.ts';
import type { EventDetail } from '../../../../shield/ports/index.ts';
import { formatNumber } from '../../ui/formats.ts';
import { Hostile, HostileBlock } from '../../ui/hostile.tsx';
import { Moment } from '../../ui/moment.tsx';
import { ExclusionOffer } from '../exclusions/exclusion-offer.tsx';
import { SignalRow } from './signal-row.tsx';

const HEADLINE_LIMIT = 160;

/** One event: what came, which rules spoke about which part of it, and what was done. */
export function EventCard({ detail, isOpen }: { readonly detail: EventDetail; readonly isOpen: boolean }) {
  const { t, i18n } = useTranslation();
  const { event, signals, receipts } = detail;
  const score = signals.reduce((sum, signal) => sum + signal.score, 0);
  return (
    <details className="event" open={isOpen}>
      <summary>
        <Moment timeMs={event.timeMs} />
        <span className="mono event-headline">
          <Hostile text={event.raw.split('\n', 1)[0]?.trimEnd() ?? ''} limit={HEADLINE_LIMIT} />
        </span>
        <EffectMark signals={signals} receipts={receipts} />
        {score > 0 ? (
          <span className="event-score">
            {t('attempt.events.score', { formatted: formatNumber(score, i18n.language) })}
          </span>
        ) : null}
      </summary>
      <div className="event-body">
        <section>
          <h3>{t('attempt.events.matched')}</h3>
          {signals.map((signal) => (
            <SignalRow key={signal.id} signal={signal} />
          ))}
          <ExclusionOffer detail={detail} />
        </section>
        <section>
          <h3>{t('attempt.events.raw')}</h3>
          <HostileBlock text={event.raw} />
        </section>
        {receipts.length > 0 ? <ReceiptList receipts={receipts} /> : null}
        <details className="event-fields">
          <summary>{t('attempt.events.fields')}</summary>
          <HostileBlock text={JSON.stringify(event.fields, null, 2)} />
        </details>
      </div>
    </details>
  );
}

function EffectMark(props: { readonly signals: readonly Signal[]; readonly receipts: readonly Receipt[] }) {
  const { t } = useTranslation();
  const isBlocked = props.receipts.some(({ effect }) => effect === 'blocked');
  const effect = isBlocked ? 'blocked' : (props.signals[0]?.effect ?? 'unknown');
  const keys = {
    blocked: 'blocked',
    passed: 'passed',
    'would-block': 'wouldBlock',
    unknown: 'unknown',
  } as const;
  return (
    <span className="effect" data-effect={effect}>
      {t(`attempt.events.${keys[effect]}`)}
    </span>
  );
}

function ReceiptList({ receipts }: { readonly receipts: readonly Receipt[] }) {
  const { t } = useTranslation();
  return (
    <section>
      <h3>{t('attempt.events.receipts')}</h3>
      <ul className="receipts">
        {receipts.map((receipt) => (
          <li key={receipt.id}>
            <Moment timeMs={receipt.timeMs} />
            <span>
              {t('attempt.events.receipt', {
                enforcer: receipt.enforcer,
                effect: t(`attempt.events.effect.${receipt.effect}`),
              })}
              {' · '}
              {receipt.decisionId === null
                ? t('attempt.events.byVerdict')
                : t('attempt.events.byDecision', { id: receipt.decisionId })}
            </span>
            <span className="mono">{t('attempt.events.reference', { reference: receipt.reference })}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}
