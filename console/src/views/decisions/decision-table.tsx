import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { Decision } from '../../../../shield/model/index.ts';
import { useRevokeDecision } from '../../api/queries.ts';
import { formatDuration } from '../../ui/formats.ts';
import { Hostile, HostileIn } from '../../ui/hostile.tsx';
import { SimulatedMark, StateMark } from '../../ui/marks.tsx';
import { Moment } from '../../ui/moment.tsx';
import { useNow } from '../../ui/use-now.ts';

const POLICY = 'policy:';

/** `clockOffsetMs`: how far the shield's clock is ahead of this one. */
export function DecisionTable(props: {
  readonly decisions: readonly Decision[];
  readonly clockOffsetMs: number;
}) {
  const { t } = useTranslation();
  const nowMs = useNow(1_000) + props.clockOffsetMs;
  const columns = ['scope', 'action', 'service', 'reason', 'owner', 'created', 'expires'] as const;
  return (
    <table className="table decision-table">
      <thead>
        <tr>
          {columns.map((name) => (
            <th key={name} scope="col" data-column={name}>
              {t(`decisions.column.${name}`)}
            </th>
          ))}
          <th scope="col">
            <span className="unseen">{t('decisions.column.act')}</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {props.decisions.map((decision) => (
          <DecisionRow key={decision.id} decision={decision} nowMs={nowMs} />
        ))}
      </tbody>
    </table>
  );
}

function DecisionRow({ decision, nowMs }: { readonly decision: Decision; readonly nowMs: number }) {
  const { t } = useTranslation();
  const { scope, action, service, attemptId } = decision;
  return (
    <tr>
      <th scope="row" className="mono">
        {scope.value} <SimulatedMark simulated={decision.simulated} />
      </th>
      <td>
        <StateMark tone={action === 'allow' ? 'good' : 'bad'} label={t(`decisions.action.${action}`)} />
      </td>
      <td data-label={t('decisions.column.service')}>
        {service === null ? t('decide.allServices') : <Hostile text={service} />}
      </td>
      <td className="wide" data-label={t('decisions.column.reason')}>
        <Hostile text={decision.reason} limit={200} />{' '}
        {attemptId === null ? null : (
          <Link to="/attempts/$id" params={{ id: attemptId }}>
            {t('decisions.attempt')}
          </Link>
        )}
      </td>
      <td data-label={t('decisions.column.owner')}>
        <Owner owner={decision.owner} />
      </td>
      <td data-label={t('decisions.column.created')}>
        <Moment timeMs={decision.createdMs} />
      </td>
      <td data-label={t('decisions.column.expires')}>
        <Expiry decision={decision} nowMs={nowMs} />
      </td>
      <td>
        {decision.revokedMs === null && decision.expiresMs > nowMs ? <Revoke decision={decision} /> : null}
      </td>
    </tr>
  );
}

/** A person by the account's name, a policy by what it is and its name. */
function Owner({ owner }: { readonly owner: string }) {
  const { t } = useTranslation();
  if (!owner.startsWith(POLICY)) return <Hostile text={owner} limit={40} />;
  const sentence = (name: string) => t('decisions.byPolicy', { name });
  return <HostileIn sentence={sentence} text={owner.slice(POLICY.length)} limit={40} />;
}

function Expiry({ decision, nowMs }: { readonly decision: Decision; readonly nowMs: number }) {
  const { t, i18n } = useTranslation();
  if (decision.revokedMs !== null)
    return (
      <>
        {t('decisions.revoked')} <Moment timeMs={decision.revokedMs} />
      </>
    );
  if (decision.expiresMs <= nowMs) return t('decisions.expired');
  const duration = formatDuration(decision.expiresMs - nowMs, i18n.language);
  return (
    <span className="countdown" title={new Date(decision.expiresMs).toISOString()}>
      {t('decisions.in', { duration })}
    </span>
  );
}

function Revoke({ decision }: { readonly decision: Decision }) {
  const { t } = useTranslation();
  const revoke = useRevokeDecision();
  const action = t(`decisions.action.${decision.action}`);
  return (
    <Button
      size="compact-xs"
      variant="default"
      loading={revoke.isPending}
      aria-label={t('decisions.revokeOne', { action, scope: decision.scope.value })}
      onClick={() => revoke.mutate(decision.id)}
    >
      {revoke.isError ? t('error.retry') : t('decisions.revoke')}
    </Button>
  );
}
