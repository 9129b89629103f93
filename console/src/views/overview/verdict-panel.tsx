import { useTranslation } from 'react-i18next';
import type { Funnel } from '../../../../shield/ports/index.ts';
import type { FunnelWindow } from '../../api/wire.ts';
import { formatNumber } from '../../ui/formats.ts';
import { Icon } from '../../ui/icon.tsx';
import { describeError } from '../../ui/states.tsx';
import { NeedRow } from './need-row.tsx';
import type { Need, Needs } from './use-needs.ts';

const SHOWN = 5;
const TEXTS = {
  quarter: { quiet: 'overview.verdict.quietQuarter', seen: 'overview.verdict.seenQuarter' },
  hour: { quiet: 'overview.verdict.quietHour', seen: 'overview.verdict.seenHour' },
  day: { quiet: 'overview.verdict.quietDay', seen: 'overview.verdict.seenDay' },
} as const;
const ICONS = { unknown: 'unknown', calm: 'blocked', attention: 'info', alarm: 'succeeded' } as const;

/** One sentence on how things stand, and what waits for a person. */
export function VerdictPanel(props: {
  readonly window: FunnelWindow;
  readonly funnel: Funnel;
  readonly needs: Needs;
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
  return (
    <section className="verdict" data-tone={tone} aria-labelledby="verdict-title">
      <div className="verdict-text">
        <h2 id="verdict-title">
          <Icon name={ICONS[tone]} size={22} />
          {t(`overview.verdict.${tone}`)}
        </h2>
        <p>{funnel.attempts === 0 ? t(TEXTS[window].quiet) : t(TEXTS[window].seen, counts)}</p>
      </div>
      <div className="verdict-needs">
        <h3>{t('overview.needs.title')}</h3>
        <NeedList needs={needs} />
      </div>
    </section>
  );
}

function NeedList({ needs }: { readonly needs: Needs }) {
  const { t, i18n } = useTranslation();
  if (needs.kind === 'reading') return <p className="quiet">{t('loading')}</p>;
  if (needs.kind === 'failed') return <p role="alert">{describeError(needs.error, t)}</p>;
  const { list } = needs;
  if (list.length === 0) return <p className="quiet">{t('overview.needs.none')}</p>;
  return (
    <>
      <ul>
        {list.slice(0, SHOWN).map((need) => (
          <NeedRow key={keyOf(need)} need={need} />
        ))}
      </ul>
      {list.length > SHOWN ? (
        <p className="quiet">
          {t('overview.needs.more', { formatted: formatNumber(list.length - SHOWN, i18n.language) })}
        </p>
      ) : null}
    </>
  );
}

/** Never calm before everything was read. */
function toneOf(needs: Needs): keyof typeof ICONS {
  if (needs.kind !== 'known') return 'unknown';
  if (needs.list.length === 0) return 'calm';
  return needs.list.some((need) => need.tone === 'alarm') ? 'alarm' : 'attention';
}

function keyOf(need: Need): string {
  if (need.kind === 'succeeded') return `attempt ${need.attempt.id}`;
  if (need.kind === 'incident') return `incident ${need.incident.id}`;
  return 'name' in need ? `${need.kind} ${need.name}` : need.kind;
}
