import type { ReactElement } from 'react';
import { useStore } from 'zustand';
import type { Connection } from '../../shared/model/host.ts';
import { t } from '../i18n/i18n.ts';
import { useStores } from '../stores/context.ts';
import { formatSignedMs, formatSpan, formatTime } from '../ui/format.ts';
import { Tip } from '../ui/tip.tsx';

const SHAPES: Readonly<Record<Connection['state'], ReactElement>> = {
  ok: <circle cx="5" cy="5" r="4" fill="currentColor" />,
  connecting: <circle cx="5" cy="5" r="3.5" fill="none" stroke="currentColor" strokeWidth="1.5" strokeDasharray="2 2" />,
  unreachable: <path d="M1.5 1.5l7 7M8.5 1.5l-7 7" stroke="currentColor" strokeWidth="2" />,
  'bad-reply': <path d="M5 .75 9.5 9H.5z" fill="currentColor" />,
  maintenance: <path d="M1.5 1.5h7v7h-7z" fill="none" stroke="currentColor" strokeWidth="2" />,
};

export function ConnectionLights() {
  const { connections } = useStores();
  const list = useStore(connections, (state) => state.list);
  return (
    <ul className="lights" aria-label={t('connections.label')}>
      {list.map((connection) => (
        <li key={`${connection.exchange}/${connection.environment}`}>
          <Light connection={connection} />
        </li>
      ))}
    </ul>
  );
}

function Light({ connection }: { readonly connection: Connection }) {
  const { exchange, state } = connection;
  return (
    <Tip text={about(connection)}>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: the keyboard reaches the explanation here */}
      <span className={`light light--${state}`} tabIndex={0} role="group" aria-label={`${t(`exchange.${exchange}`)} ${t(`connection.${state}`)}`}>
        <svg width="10" height="10" viewBox="0 0 10 10" aria-hidden="true">
          {SHAPES[state]}
        </svg>
        <span className="light__name">{t(`exchange.${exchange}`)}</span>
        <span className="light__state">{t(`connection.${state}`)}</span>
      </span>
    </Tip>
  );
}

function about(connection: Connection): string {
  const { clockOffsetMs, clockUncertaintyMs, lastAnswerAtMs, detail } = connection;
  const clock =
    clockOffsetMs === null
      ? t('connection.clock.unknown')
      : t('connection.clock', { offset: formatSignedMs(clockOffsetMs), uncertainty: formatSpan(clockUncertaintyMs) });
  const last = lastAnswerAtMs === null ? null : t('connection.last', { time: formatTime(lastAnswerAtMs) });
  return [detail, clock, last].filter((line) => line !== null).join('\n');
}
