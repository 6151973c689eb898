import type { ReactElement } from 'react';
import { useStore } from 'zustand';
import { realmName } from '../../shared/model/account.ts';
import type { Connection } from '../../shared/model/host.ts';
import { t } from '../i18n/i18n.ts';
import { useHost, useStores } from '../stores/context.ts';
import { failureText } from '../ui/failure-text.ts';
import { formatSignedMs, formatSpan, formatTime } from '../ui/format.ts';
import { Tip } from '../ui/tip.tsx';

const SHAPES: Readonly<Record<Connection['state'], ReactElement>> = {
  ok: <circle cx="5" cy="5" r="4" fill="currentColor" />,
  connecting: (
    <circle cx="5" cy="5" r="3.5" fill="none" stroke="currentColor" strokeWidth="1.5" strokeDasharray="2 2" />
  ),
  unreachable: <path d="M1.5 1.5l7 7M8.5 1.5l-7 7" stroke="currentColor" strokeWidth="2" />,
  'bad-reply': <path d="M5 .75 9.5 9H.5z" fill="currentColor" />,
  maintenance: <path d="M1.5 1.5h7v7h-7z" fill="none" stroke="currentColor" strokeWidth="2" />,
};

export function ConnectionLights() {
  const { connections, link } = useStores();
  const isLost = useStore(link, (state) => state.status.kind === 'lost');
  const list = useStore(connections, (state) => state.list);
  const phase = useStore(connections, (state) => state.phase);
  const host = useHost();
  // Two lights of one exchange must be told apart; where all are of one environment its badge stands beside them.
  const isMixed = list.some(({ environment }) => environment !== list[0]?.environment);
  if (phase.kind === 'failed' && list.length === 0) {
    return (
      <span className="lights" role="alert">
        {t('connections.failed', { reason: failureText(phase.failure) })}
        <button type="button" className="button" onClick={() => host.refresh()}>
          {t('action.retry')}
        </button>
      </span>
    );
  }
  return (
    <ul className="lights" aria-label={t('connections.label')}>
      {list.map((connection) => (
        <li key={realmName(connection)}>
          <Light connection={connection} isLost={isLost} isNamed={isMixed} />
        </li>
      ))}
    </ul>
  );
}

interface LightProps {
  readonly connection: Connection;
  /** Headroom itself cannot be heard, so what it said of the exchange is no longer known to be so. */
  readonly isLost: boolean;
  /** Its environment is said too. */
  readonly isNamed: boolean;
}

function Light({ connection, isLost, isNamed }: LightProps) {
  const { environment } = connection;
  const state = isLost ? 'connecting' : connection.state;
  const word = isLost ? t('connection.unknown') : t(`connection.${state}`);
  return (
    <Tip text={about(connection)}>
      <span
        className={`light light--${state}`}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: the keyboard reaches the explanation here
        tabIndex={0}
      >
        <svg width="10" height="10" viewBox="0 0 10 10" aria-hidden="true">
          {SHAPES[state]}
        </svg>
        <span className="light__name">{nameOf(connection)}</span>
        {isNamed ? <span className={`badge badge--${environment}`}>{t(`environment.${environment}`)}</span> : null}
        <span className="light__state">{word}</span>
      </span>
    </Tip>
  );
}

const SITES = ['eea', 'us', 'tr', 'demo'] as const;

// Two sites of one exchange have a light each.
function nameOf({ exchange, region }: Connection): string {
  const site = SITES.find((one) => one === region);
  const name = t(`exchange.${exchange}`);
  return site === undefined ? name : `${name} · ${t(`key.site.${site}`)}`;
}

function about(connection: Connection): string {
  const { clockOffsetMs, clockUncertaintyMs, lastAnswerAtMs, detail } = connection;
  const clock =
    clockOffsetMs === null
      ? t('connection.clock.unknown')
      : t('connection.clock', { offset: formatSignedMs(clockOffsetMs), uncertainty: formatSpan(clockUncertaintyMs) });
  const last = lastAnswerAtMs === null ? null : t('connection.last', { time: formatTime(lastAnswerAtMs) });
  return [t(`environment.${connection.environment}`), detail, clock, last].filter((line) => line !== null).join('\n');
}
