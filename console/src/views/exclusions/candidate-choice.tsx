import { useTranslation } from 'react-i18next';
import type { Explanation } from '../../../../shield/ports/index.ts';
import { formatNumber } from '../../ui/formats.ts';
import { Hostile } from '../../ui/hostile.tsx';

/** What could be excluded, the narrowest first; one of them is chosen. */
export function CandidateChoice(props: {
  readonly candidates: Explanation['candidates'];
  readonly chosen: number;
  readonly onChange: (at: number) => void;
}) {
  const { t, i18n } = useTranslation();
  return (
    <fieldset className="candidates">
      <legend>{t('exclusion.candidates')}</legend>
      {props.candidates.map(({ group, variable, ruleIds, score }, at) => (
        <label key={`${group} ${variable}`}>
          <input
            type="radio"
            name="candidate"
            checked={at === props.chosen}
            onChange={() => props.onChange(at)}
          />
          <span className="mono">
            {variable === null ? t('exclusion.wholeRule') : <Hostile text={variable} limit={60} />}
          </span>
          <span>
            {t('exclusion.rules', { count: ruleIds.length, ids: ruleIds.join(', ') })}{' '}
            <span className="quiet">
              {group}
              {score > 0 ? ` · +${formatNumber(score, i18n.language)}` : ''}
            </span>
          </span>
        </label>
      ))}
    </fieldset>
  );
}
