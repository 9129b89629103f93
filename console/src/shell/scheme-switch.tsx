import { ActionIcon, useMantineColorScheme } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Icon } from '../ui/icon.tsx';

const NEXT = { auto: 'light', light: 'dark', dark: 'auto' } as const;
const ICONS = { auto: 'system', light: 'sun', dark: 'moon' } as const;

/** Goes round: as the system, light, dark. Transitions are kept, since Mantine stops them by a `<style>`. */
export function SchemeSwitch() {
  const { t } = useTranslation();
  const { colorScheme, setColorScheme } = useMantineColorScheme({ keepTransitions: true });
  const label = `${t('scheme.label')}: ${t(`scheme.${colorScheme}`)}`;
  return (
    <ActionIcon
      variant="subtle"
      aria-label={label}
      title={label}
      onClick={() => setColorScheme(NEXT[colorScheme])}
    >
      <Icon name={ICONS[colorScheme]} size={18} />
    </ActionIcon>
  );
}
