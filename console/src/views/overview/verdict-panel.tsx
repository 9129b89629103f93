import { useTranslation } from 'react-i18next';
import type { Funnel, FunnelWindow } from '../../api/wire.ts';
import { formatNumber } from '../../ui/formats.ts';
import { Icon } from '../../ui/icon.tsx';
import { NeedRow } from './need-row.tsx';
import type { Need } from './use-needs.ts';

const SHOWN = 5;
const ICONS = { calm: 'blocked', attention: 'info', alarm: 'succeeded' } as const;

/** One sentence on how things stand, and what waits for a person. */
export function VerdictPanel(props: {
  readonly window: FunnelWindow;
  readonly funnel: Funnel;
  readonly needs: readonly Need[] | null;
}) {
  const { t, i18n } = useTranslation();
  const { window, funnel, needs } = props;
  const tone = toneOf(needs);
  const number = (value: number) => formatNumber(value, i18n.language);
  const counts = {
    count: funnel.attempts,
    formatted: number(funnel.attempts),
    blocked: number(funnel.blockedAttempts),
  };
  const quiet = window === 'hour' ? 'overview.verdict.quietHour' : 'overview.verdict.quietDay';
  const seen = window === 'hour' ? 'overview.verdict.seenHour' : 'overview.verdict.seenDay';
  return (
    <section className="verdict" data-tone={tone} aria-labelledby="verdict-title">
      <div className="verdict-text">
        <h2 id="verdict-title">
          <Icon name={ICONS[tone]} size={22} />
          {t(`overview.verdict.${tone}`)}
        </h2>
        <p>{funnel.attempts === 0 ? t(quiet) : t(seen, counts)}</p>
      </div>
      <div className="verdict-needs">
        <h3>{t('overview.needs.title')}</h3>
        {needs === null ? <p className="quiet">{t('loading')}</p> : null}
        {needs?.length === 0 ? <p className="quiet">{t('overview.needs.none')}</p> : null}
        <ul>
          {needs?.slice(0, SHOWN).map((need) => (
            <NeedRow key={keyOf(need)} need={need} />
          ))}
        </ul>
        {needs !== null && needs.length > SHOWN ? (
          <p className="quiet">{t('overview.needs.more', { formatted: number(needs.length - SHOWN) })}</p>
        ) : null}
      </div>
    </section>
  );
}

function toneOf(needs: readonly Need[] | null): 'calm' | 'attention' | 'alarm' {
  if (needs === null || needs.length === 0) return 'calm';
  return needs.some((need) => need.tone === 'alarm') ? 'alarm' : 'attention';
}

function keyOf(need: Need): string {
  if (need.kind === 'succeeded') return `attempt ${need.attempt.id}`;
  if (need.kind === 'incident') return `incident ${need.incident.id}`;
  return 'name' in need ? `${need.kind} ${need.name}` : need.kind;
}
