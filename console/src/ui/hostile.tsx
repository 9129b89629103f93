import { UnstyledButton } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { keyed } from './keyed.ts';
import { codePointName, cutText, type VisiblePart, visibleParts, visibleString } from './visible-text.ts';

const TITLE_LIMIT = 4_000;
const PLACE = '\uffff';

/**
 * A sentence with one stretch of such text in it. `sentence` gets a mark to put where the stretch belongs, since its
 * place differs between languages.
 */
export function HostileIn(props: {
  readonly sentence: (mark: string) => string;
  readonly text: string;
  readonly limit?: number;
}) {
  const [before = '', after = ''] = props.sentence(PLACE).split(PLACE, 2);
  return (
    <>
      {before}
      <Hostile text={props.text} limit={props.limit ?? 60} />
      {after}
    </>
  );
}

/** Text that an attacker may have written: always text, isolated from its surroundings, unseen characters shown. */
export function Hostile({ text, limit = 120 }: { readonly text: string; readonly limit?: number }) {
  const cut = cutText(text, limit);
  return (
    <bdi
      className="hostile"
      title={cut.length < text.length ? visibleString(cutText(text, TITLE_LIMIT)) : undefined}
    >
      <Parts text={cut} />
      {cut.length < text.length ? '…' : null}
    </bdi>
  );
}

/** The same for text of any length: cut at first, whole on demand. */
export function HostileBlock({ text, limit = 2_000 }: { readonly text: string; readonly limit?: number }) {
  const { t } = useTranslation();
  const [isWhole, setWhole] = useState(false);
  const shown = isWhole ? text : cutText(text, limit);
  return (
    <div className="hostile-block">
      <pre dir="ltr">
        <Parts text={shown} />
        {shown.length < text.length ? '…' : null}
      </pre>
      {text.length > limit ? (
        <UnstyledButton className="text-button" onClick={() => setWhole(!isWhole)}>
          {isWhole ? t('hostile.less') : t('hostile.more', { count: text.length })}
        </UnstyledButton>
      ) : null}
    </div>
  );
}

/** A value with the stretch that a rule matched marked in it. */
export function HostileMatch(props: {
  readonly value: string;
  readonly span: { readonly start: number; readonly length: number } | undefined;
}) {
  const { value, span } = props;
  if (span === undefined)
    return (
      <pre className="match" dir="ltr">
        <Parts text={value} />
      </pre>
    );
  const start = Math.min(span.start, value.length);
  const end = Math.min(start + span.length, value.length);
  return (
    <pre className="match" dir="ltr">
      <Parts text={value.slice(0, start)} />
      <mark>
        <Parts text={value.slice(start, end)} />
      </mark>
      <Parts text={value.slice(end)} />
    </pre>
  );
}

function Parts({ text }: { readonly text: string }) {
  const { t } = useTranslation();
  return keyed(visibleParts(text), contentOf).map(({ key, item }) =>
    item.kind === 'text' ? (
      <span key={key}>{item.text}</span>
    ) : (
      <span key={key} className="hidden-character" title={t('hostile.hidden')}>
        {codePointName(item.codePoint)}
      </span>
    ),
  );
}

function contentOf(part: VisiblePart): string {
  return part.kind === 'text' ? part.text : codePointName(part.codePoint);
}
