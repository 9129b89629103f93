import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { PackSummary } from '../../api/wire.ts';
import { formatNumber } from '../../ui/formats.ts';
import { Empty } from '../../ui/states.tsx';
import { ProblemList } from './problem-list.tsx';

/** Content packs: what is loaded, from where, and what is not run and why. */
export function PackPanel({ packs }: { readonly packs: readonly PackSummary[] }) {
  const { t } = useTranslation();
  return (
    <section className="panel" aria-labelledby="packs-title">
      <h2 id="packs-title">{t('health.packs')}</h2>
      {packs.length === 0 ? <Empty title={t('health.noPacks')}>{t('health.noPacksHint')}</Empty> : null}
      <ul className="packs">
        {packs.map((pack) => (
          <li key={`${pack.name} ${pack.engine}`}>
            <PackRow pack={pack} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function PackRow({ pack }: { readonly pack: PackSummary }) {
  const { t, i18n } = useTranslation();
  const [isOpen, setOpen] = useState(false);
  const number = (value: number) => formatNumber(value, i18n.language);
  const { rules } = pack;
  return (
    <>
      <div className="pack">
        <span className="pack-name">
          <strong>{pack.name}</strong> {pack.version}
          <span className="under mono">{pack.origin}</span>
        </span>
        <span className="quiet">
          {pack.engine}
          {pack.licence === null ? '' : ` · ${pack.licence}`}
        </span>
        <span className="pack-rules">
          <meter min={0} max={Math.max(rules.read, 1)} value={rules.loaded} aria-hidden="true" />
          {t('health.loaded', { loaded: number(rules.loaded), read: number(rules.read) })}
          {rules.disabled > 0 ? ` · ${t('health.disabled', { formatted: number(rules.disabled) })}` : ''}
          {rules.refused > 0 ? (
            <strong className="refused">
              {' '}
              · {t('health.refused', { formatted: number(rules.refused) })}
            </strong>
          ) : null}
        </span>
        {pack.problemCount > 0 ? (
          <button
            type="button"
            className="text-button"
            aria-expanded={isOpen}
            onClick={() => setOpen(!isOpen)}
          >
            {t('health.problems', { count: pack.problemCount, formatted: number(pack.problemCount) })}
          </button>
        ) : null}
      </div>
      {isOpen ? <ProblemList pack={pack} /> : null}
    </>
  );
}
