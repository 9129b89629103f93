import { useTranslation } from 'react-i18next';
import type { Candidate, EvidenceItem, Hypothesis } from '../../../../shield/model/index.ts';
import type { Attribution } from '../../api/wire.ts';
import { formatNumber, formatPercent, formatSigned } from '../../ui/formats.ts';
import { Hostile } from '../../ui/hostile.tsx';
import { foldHypotheses } from './fold-hypotheses.ts';

/** A share that rounding alone would not explain. */
const WORTH_SAYING = 0.005;

/** Who may be behind it, likeliest first, each with what speaks for and against it. Never a name alone. */
export function HypothesisPanel({ attribution }: { readonly attribution: Attribution }) {
  const { t, i18n } = useTranslation();
  const { shown, folded, unlisted } = foldHypotheses(attribution.hypotheses);
  return (
    <section className="panel" aria-labelledby="hypotheses-title">
      <h2 id="hypotheses-title">{t('incidents.who.title')}</h2>
      <p className="quiet hypothesis-method">
        <Hostile text={attribution.method} limit={600} />
      </p>
      <HypothesisRows hypotheses={shown} />
      {folded.length === 0 ? null : <Folded hypotheses={folded} />}
      {unlisted < WORTH_SAYING ? null : (
        <p className="quiet hypotheses-rest">
          {t('incidents.who.unlisted', { share: formatPercent(unlisted, i18n.language) })}
        </p>
      )}
    </section>
  );
}

function Folded({ hypotheses }: { readonly hypotheses: readonly Hypothesis[] }) {
  const { t, i18n } = useTranslation();
  const highest = formatPercent(hypotheses[0]?.probability ?? 0, i18n.language);
  const formatted = formatNumber(hypotheses.length, i18n.language);
  return (
    <details className="folded-hypotheses">
      <summary>{t('incidents.who.folded', { count: hypotheses.length, formatted, highest })}</summary>
      <HypothesisRows hypotheses={hypotheses} />
    </details>
  );
}

function HypothesisRows({ hypotheses }: { readonly hypotheses: readonly Hypothesis[] }) {
  return (
    <ol>
      {hypotheses.map((hypothesis) => (
        <HypothesisRow key={keyOf(hypothesis.candidate)} hypothesis={hypothesis} />
      ))}
    </ol>
  );
}

function HypothesisRow({ hypothesis }: { readonly hypothesis: Hypothesis }) {
  const { t, i18n } = useTranslation();
  const { candidate, probability, evidence } = hypothesis;
  return (
    <li className="hypothesis">
      <p className="hypothesis-head">
        <strong>
          {candidate.kind === 'actor' ? (
            <Hostile text={candidate.name} limit={120} />
          ) : (
            t(`incidents.who.${candidate.kind}`)
          )}
        </strong>
        {candidate.kind === 'actor' ? <span className="mono quiet">{candidate.id}</span> : null}
        <span className="count">{formatPercent(probability, i18n.language)}</span>
      </p>
      <meter className="probability" min={0} max={1} value={probability} aria-hidden="true" />
      {evidence.length === 0 ? null : (
        <ul className="evidence">
          {evidence.map((item) => (
            <EvidenceRow key={`${item.statement} ${item.source}`} item={item} />
          ))}
        </ul>
      )}
      {[...new Set(evidence.map(({ source }) => source))].map((source) => (
        <span key={source} className="under">
          <Hostile text={source} limit={300} />
        </span>
      ))}
    </li>
  );
}

function EvidenceRow({ item }: { readonly item: EvidenceItem }) {
  const { t, i18n } = useTranslation();
  // A remark that weighs nothing speaks neither for nor against.
  if (item.weight === 0)
    return (
      <li className="evidence-remark">
        <Hostile text={item.statement} limit={300} />
      </li>
    );
  return (
    <li>
      <span className="quiet">{t(item.weight > 0 ? 'incidents.who.for' : 'incidents.who.against')}</span>
      <span>
        <Hostile text={item.statement} limit={300} />
      </span>
      <span className="count" title={t('incidents.who.weight')}>
        {formatSigned(item.weight, i18n.language)}
      </span>
    </li>
  );
}

function keyOf(candidate: Candidate): string {
  return candidate.kind === 'actor' ? candidate.id : candidate.kind;
}
