import { ActionIcon, Popover } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { formatNumber } from '../../ui/formats.ts';
import { Icon } from '../../ui/icon.tsx';
import type { StageName } from './funnel-panel.tsx';

export function FunnelStage(props: {
  readonly name: StageName;
  readonly count: number;
  readonly height: number;
  readonly nextHeight: number;
  readonly children?: ReactNode;
}) {
  const { t, i18n } = useTranslation();
  const { name, count, height, nextHeight, children } = props;
  const label = t(`overview.funnel.${name}`);
  return (
    <li className="stage" data-stage={name}>
      <StageShape height={height} nextHeight={nextHeight} />
      <div className="stage-label">
        {label}
        <Popover
          width={280}
          withArrow
          shadow="md"
          position="bottom-start"
          withRoles={false}
          trapFocus={false}
        >
          <Popover.Target>
            <ActionIcon
              size="sm"
              variant="subtle"
              color="gray"
              aria-label={t('overview.funnel.define', { name: label.toLocaleLowerCase(i18n.language) })}
            >
              <Icon name="info" size={15} />
            </ActionIcon>
          </Popover.Target>
          <Popover.Dropdown>
            <p className="definition">{t(`overview.define.${name}`)}</p>
          </Popover.Dropdown>
        </Popover>
      </div>
      <div className="stage-count" data-testid={`funnel-${name}`}>
        {formatNumber(count, i18n.language)}
      </div>
      {children}
    </li>
  );
}

/** From this stage's height to the next one's. */
function StageShape({ height, nextHeight }: { readonly height: number; readonly nextHeight: number }) {
  const top = (share: number) => 50 - 48 * share;
  const bottom = (share: number) => 50 + 48 * share;
  const left = `0,${top(height)} 62,${top(height)}`;
  const right = `100,${top(nextHeight)} 100,${bottom(nextHeight)}`;
  return (
    <svg className="stage-shape" viewBox="0 0 100 100" preserveAspectRatio="none" aria-hidden="true">
      {height === 0 ? (
        <path d="M0 50H100" />
      ) : (
        <polygon points={`${left} ${right} 62,${bottom(height)} 0,${bottom(height)}`} />
      )}
    </svg>
  );
}
