import { useTranslation } from 'react-i18next';
import type { ExclusionOutcome, ExclusionProposal, ExplanationNote } from '../../../../shield/ports/index.ts';
import { formatNumber } from '../../ui/formats.ts';
import { StateMark } from '../../ui/marks.tsx';

type Control = ExclusionProposal['effect']['otherPath'];

/** What an exclusion changes for the request that it was made for, and what it leaves as it is. */
export function ExclusionEffect({ proposal }: { readonly proposal: ExclusionProposal }) {
  const { t } = useTranslation();
  const { before, after, gone, remaining, untried, otherParameter, otherPath } = proposal.effect;
  return (
    <section aria-label={t('exclusion.effect')}>
      <h3>{t('exclusion.effect')}</h3>
      <dl className="facts exclusion-effect">
        <dt>{t('exclusion.now')}</dt>
        <dd>
          <Outcome outcome={before} />
        </dd>
        <dt>{t('exclusion.with')}</dt>
        <dd>
          <Outcome outcome={after} />
        </dd>
        <dt>{t('exclusion.gone')}</dt>
        <dd>
          {gone.length === 0 ? t('exclusion.nothing') : gone.join(', ')}
          {remaining.length === 0 ? null : ` · ${t('exclusion.remaining', { ids: remaining.join(', ') })}`}
          {untried.length === 0 ? null : ` · ${t('exclusion.untried', { ids: untried.join(', ') })}`}
        </dd>
        <dt>{t('exclusion.otherParameter')}</dt>
        <dd>
          <ControlMark control={otherParameter} />
        </dd>
        <dt>{t('exclusion.otherPath')}</dt>
        <dd>
          <ControlMark control={otherPath} />
        </dd>
      </dl>
      {proposal.notes.map((note) => (
        <p key={note.kind} className="quiet">
          <Note note={note} />
        </p>
      ))}
    </section>
  );
}

function Outcome({ outcome: { verdict, score } }: { readonly outcome: ExclusionOutcome }) {
  const { t, i18n } = useTranslation();
  const formatted = formatNumber(score, i18n.language);
  switch (verdict.kind) {
    case 'pass':
      return <StateMark tone="good" label={t('exclusion.passes', { formatted })} />;
    case 'block':
      return <StateMark tone="bad" label={t('exclusion.blocked', { rule: verdict.ruleId, formatted })} />;
    case 'undetermined':
      return <StateMark tone="warning" label={t('exclusion.undetermined')} />;
  }
}

function ControlMark({ control }: { readonly control: Control }) {
  const { t } = useTranslation();
  switch (control.kind) {
    case 'found': {
      const text = control.blocked ? 'exclusion.stillBlocked' : 'exclusion.stillFound';
      return <StateMark tone="good" label={t(text, { ids: control.ruleIds.join(', ') })} />;
    }
    case 'lost':
      return <StateMark tone="bad" label={t('exclusion.lost', { ids: control.ruleIds.join(', ') })} />;
    case 'not-applicable':
      return <StateMark tone="neutral" label={t('exclusion.notTried')} />;
  }
}

function Note({ note }: { readonly note: ExplanationNote }) {
  const { t, i18n } = useTranslation();
  const number = (value: number) => formatNumber(value, i18n.language);
  switch (note.kind) {
    case 'body-cut':
      return t('exclusion.note.bodyCut', { kept: number(note.keptBytes), total: number(note.totalBytes) });
    case 'headers-redacted':
      return t('exclusion.note.redacted', { names: note.names.join(', ') });
    case 'not-reproduced':
      return t('exclusion.note.notReproduced', { ids: note.ruleIds.join(', ') });
    case 'verdict-differs':
      return t('exclusion.note.differs');
  }
}
