import { Kbd, Modal } from '@mantine/core';
import { Fragment } from 'react';
import { useTranslation } from 'react-i18next';

const SHORTCUTS = [
  { keys: ['j'], text: 'next' },
  { keys: ['k'], text: 'previous' },
  { keys: ['Enter'], text: 'open' },
  { keys: ['Esc'], text: 'back' },
  { keys: ['/'], text: 'search' },
  { keys: ['r'], text: 'reference' },
  { keys: ['g', 'o a i d h'], text: 'go' },
  { keys: ['?'], text: 'help' },
] as const;

export function ShortcutsHelp({
  isOpen,
  onClose,
}: {
  readonly isOpen: boolean;
  readonly onClose: () => void;
}) {
  const { t } = useTranslation();
  return (
    <Modal
      opened={isOpen}
      onClose={onClose}
      title={t('shortcuts.title')}
      lockScroll={false}
      centered
      closeButtonProps={{ 'aria-label': t('shortcuts.close') }}
    >
      <dl className="shortcuts">
        {SHORTCUTS.map(({ keys, text }) => (
          <Fragment key={text}>
            <dt>
              {keys.map((key) => (
                <Kbd key={key}>{key}</Kbd>
              ))}
            </dt>
            <dd>{t(`shortcuts.${text}`)}</dd>
          </Fragment>
        ))}
      </dl>
    </Modal>
  );
}
