import { useTranslation } from 'react-i18next';
import { useContent } from '../../api/queries.ts';
import type { PackSummary } from '../../api/wire.ts';
import { formatNumber } from '../../ui/formats.ts';
import { Hostile } from '../../ui/hostile.tsx';
import { keyed } from '../../ui/keyed.ts';
import { StateMark } from '../../ui/marks.tsx';
import { Failed, Loading } from '../../ui/states.tsx';

const TONES = { disabled: 'neutral', refused: 'bad', warning: 'warning' } as const;

/** Why rules of a pack are not run, or run with a warning: code, place, reason, remedy. */
export function ProblemList({ pack }: { readonly pack: PackSummary }) {
  const { t, i18n } = useTranslation();
  const content = useContent();
  if (content.isPending) return <Loading rows={2} />;
  if (content.isError) return <Failed error={content.error} retry={() => void content.refetch()} />;
  const found = content.data.packs.find(({ name, engine }) => name === pack.name && engine === pack.engine);
  const problems = found?.problems ?? [];
  return (
    <div className="problems">
      <ul>
        {keyed(problems, ({ code, place }) => `${code} ${place}`).map(({ key, item: problem }) => (
          <li key={key}>
            <StateMark tone={TONES[problem.kind]} label={t(`health.problemKind.${problem.kind}`)} />
            <span className="mono">{problem.rule}</span>
            <span>
              <Hostile text={problem.message} limit={400} />
              {problem.help === null ? null : (
                <span className="under">
                  <Hostile text={problem.help} limit={400} />
                </span>
              )}
              <span className="under mono">
                <Hostile text={problem.place} limit={200} /> · {problem.code}
              </span>
            </span>
          </li>
        ))}
      </ul>
      {problems.length < pack.problemCount ? (
        <p className="quiet">
          {t('health.problemsCut', {
            shown: formatNumber(problems.length, i18n.language),
            formatted: formatNumber(pack.problemCount, i18n.language),
          })}
        </p>
      ) : null}
    </div>
  );
}
