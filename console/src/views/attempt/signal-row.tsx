import { useTranslation } from 'react-i18next';
import type { Signal } from '../../../../shield/model/index.ts';
import { formatNumber } from '../../ui/formats.ts';
import { Hostile, HostileMatch } from '../../ui/hostile.tsx';
import { keyed } from '../../ui/keyed.ts';
import { SeverityMark } from '../../ui/marks.tsx';

/** A rule that spoke, with each part of the event that made it. */
export function SignalRow({ signal }: { readonly signal: Signal }) {
  const { t, i18n } = useTranslation();
  return (
    <div className="signal">
      <p className="signal-head">
        <span className="rule-id mono" title={signal.rule.id}>
          {signal.rule.id}
        </span>
        <strong>
          <Hostile text={signal.message === '' ? signal.rule.title : signal.message} limit={200} />
        </strong>
        <SeverityMark severity={signal.severity} />
        <span className="quiet">{signal.rule.pack}</span>
        {signal.score > 0 ? (
          <span className="quiet">+{formatNumber(signal.score, i18n.language)}</span>
        ) : null}
      </p>
      {signal.parts.length === 0 ? <p className="quiet">{t('attempt.events.noParts')}</p> : null}
      {keyed(signal.parts, ({ target, value }) => `${target} ${value}`).map(({ key, item: part }) => (
        <div key={key} className="part">
          <span className="part-target">
            <Hostile text={part.target} />
          </span>
          <HostileMatch value={part.value} span={part.span} />
        </div>
      ))}
    </div>
  );
}
