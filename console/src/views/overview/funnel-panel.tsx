import { useTranslation } from 'react-i18next';
import type { Funnel } from '../../../../shield/ports/index.ts';
import { formatNumber } from '../../ui/formats.ts';
import { FunnelStage } from './funnel-stage.tsx';

const STAGES = ['events', 'signals', 'attempts', 'incidents'] as const;

export type StageName = (typeof STAGES)[number];

/** Events → signals → attempts → incidents; scanners and own tests beside, never among them. */
export function FunnelPanel({ funnel }: { readonly funnel: Funnel }) {
  const { t, i18n } = useTranslation();
  const number = (value: number) => formatNumber(value, i18n.language);
  const highest = Math.max(...STAGES.map((name) => funnel[name]), 1);
  return (
    <section className="panel funnel" aria-labelledby="funnel-title">
      <h2 id="funnel-title">{t('overview.funnel.title')}</h2>
      <ol>
        {STAGES.map((name, at) => (
          <FunnelStage
            key={name}
            name={name}
            count={funnel[name]}
            height={heightOf(funnel[name], highest)}
            nextHeight={heightOf(funnel[STAGES[at + 1] ?? name], highest)}
          >
            {name === 'attempts' && funnel.attempts > 0 ? <BlockedShare funnel={funnel} /> : null}
          </FunnelStage>
        ))}
      </ol>
      <p className="funnel-apart">
        <span>{t('overview.funnel.apart')}</span>
        <span>
          {t('overview.funnel.scanners', {
            count: funnel.scannerAttempts,
            formatted: number(funnel.scannerAttempts),
          })}
        </span>
        <span>
          {t('overview.funnel.ownTests', {
            count: funnel.ownTestAttempts,
            formatted: number(funnel.ownTestAttempts),
          })}
        </span>
      </p>
    </section>
  );
}

function BlockedShare({ funnel }: { readonly funnel: Funnel }) {
  const { t, i18n } = useTranslation();
  const number = (value: number) => formatNumber(value, i18n.language);
  const open = funnel.attempts - funnel.blockedAttempts;
  return (
    <div className="blocked-share">
      <meter min={0} max={funnel.attempts} value={funnel.blockedAttempts} aria-hidden="true" />
      <span className="is-blocked">
        {t('overview.funnel.blocked', { formatted: number(funnel.blockedAttempts) })}
      </span>
      {open > 0 ? (
        <span className="is-open">{t('overview.funnel.notBlocked', { formatted: number(open) })}</span>
      ) : null}
    </div>
  );
}

/** Share of the height, 0 to 1, by the logarithm: the stages lie orders of magnitude apart. */
function heightOf(count: number, highest: number): number {
  return count === 0 ? 0 : 0.12 + 0.88 * (Math.log1p(count) / Math.log1p(highest));
}
