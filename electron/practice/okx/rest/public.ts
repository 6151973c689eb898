import { findInstrument, INSTRUMENTS, type Instrument } from '../facts/instruments.ts';
import { BARS, candleRows } from '../wire/candle-wire.ts';
import { instrumentRow } from '../wire/instrument-wire.ts';
import { bookRow, priceBand, tradeRow } from '../wire/market-wire.ts';
import { limitOf, param, refused, rows, typeRefusal, type Answer, type PublicCall } from './call.ts';

/** Runs `answer` for the instrument the request names, or says what is wrong with the name. */
function withInstrument(call: PublicCall, answer: (instrument: Instrument) => Answer): Answer {
  const instId = param(call, 'instId');
  if (instId === '') return refused('50014', 'instId');
  const instrument = findInstrument(instId);
  return instrument === undefined ? refused('51001') : answer(instrument);
}

export function getTime({ nowMs }: PublicCall): Answer {
  return rows({ ts: String(nowMs) });
}

/** Spot only: the practice exchange lists nothing else, so the other types are empty lists. */
export function getInstruments(call: PublicCall): Answer {
  const instType = param(call, 'instType');
  const refusal = typeRefusal(instType, true);
  if (refusal !== undefined) return { refusal };
  const instId = param(call, 'instId');
  if (instId !== '' && findInstrument(instId) === undefined) return refused('51001');
  const listed = instType !== 'SPOT' ? [] : INSTRUMENTS.filter((row) => instId === '' || row.instId === instId);
  return rows(...listed.map((row) => instrumentRow(row, call.state.stateOf(row))));
}

export function getPriceLimit(call: PublicCall): Answer {
  return withInstrument(call, (instrument) => {
    const band = priceBand(instrument, call.state.market(instrument));
    return rows({ ...band, enabled: true, instId: instrument.instId, instType: 'SPOT', ts: String(call.nowMs) });
  });
}

export function getTicker(call: PublicCall): Answer {
  return withInstrument(call, (instrument) => rows(call.state.tickerOf(instrument)));
}

export function getTickers(call: PublicCall): Answer {
  const instType = param(call, 'instType');
  const refusal = typeRefusal(instType, true);
  if (refusal !== undefined) return { refusal };
  const listed = instType === 'SPOT' ? INSTRUMENTS : [];
  return rows(...listed.map((row) => call.state.tickerOf(row)));
}

function books(call: PublicCall, most: number): Answer {
  const sz = param(call, 'sz') === '' ? 1 : Number(param(call, 'sz'));
  if (!Number.isInteger(sz) || sz < 1 || sz > most) return refused('51000', 'sz');
  return withInstrument(call, (instrument) => rows(bookRow(call.state.market(instrument), sz, call.nowMs)));
}

export function getBooks(call: PublicCall): Answer {
  return books(call, 400);
}

export function getBooksFull(call: PublicCall): Answer {
  return books(call, 5000);
}

/** `after` and `before` are opening times here: older than, newer than. */
export function getCandles(call: PublicCall): Answer {
  const bar = BARS[param(call, 'bar') === '' ? '1m' : param(call, 'bar')];
  const limit = limitOf(call, 100, 300);
  if (bar === undefined) return refused('51000', 'bar');
  if (limit === undefined) return refused('51000', 'limit');
  const [after, before] = [param(call, 'after'), param(call, 'before')];
  return withInstrument(call, (instrument) => {
    // Without a cursor only the newest rows are wanted, so only they are put together.
    const fromMs = after === '' && before === '' ? call.nowMs - (limit + 1) * bar.periodMs : 0;
    const all = candleRows(call.state.market(instrument), bar, call.nowMs, fromMs);
    const kept = all.filter(
      ([ts]) => (after === '' || Number(ts) < Number(after)) && (before === '' || Number(ts) > Number(before)),
    );
    return rows(...kept.slice(0, limit));
  });
}

export function getTrades(call: PublicCall): Answer {
  const limit = limitOf(call, 100, 500);
  if (limit === undefined) return refused('51000', 'limit');
  return withInstrument(call, (instrument) => {
    const newest = call.state.market(instrument).tape.slice(-limit).reverse();
    return rows(...newest.map((trade) => tradeRow(instrument, trade)));
  });
}

const AHEAD_MS = 30 * 60_000;
const LASTS_MS = 60 * 60_000;

/** Empty in normal times; one unplanned maintenance, and one announced, while their switches are on (docs "Status", 2026-08). */
export function getStatus(call: PublicCall): Answer {
  const { switches } = call.state;
  const ongoing = { begin: String(call.nowMs), end: '', state: 'ongoing', maintType: '2' };
  return rows(
    ...(switches.isInMaintenance ? [statusRow(call, ongoing)] : []),
    ...(switches.isMaintenanceAhead ? [statusRow(call, aheadOf(call))] : []),
  );
}

function aheadOf({ state: { switches }, nowMs }: PublicCall): Record<string, string> {
  // An announcement keeps its time, however often it is read; a passed one makes room for another.
  if (switches.aheadFromMs === null || switches.aheadFromMs + LASTS_MS < nowMs) switches.aheadFromMs = nowMs + AHEAD_MS;
  const begin = switches.aheadFromMs;
  return { begin: String(begin), end: String(begin + LASTS_MS), state: 'scheduled', maintType: '1' };
}

function statusRow({ environment, nowMs }: PublicCall, own: Record<string, string>): Record<string, string> {
  return {
    env: environment === 'demo' ? '2' : '1',
    href: '',
    preOpenBegin: '',
    scheDesc: '',
    serviceType: '5',
    system: 'unified',
    title: 'Trading system maintenance',
    ts: String(nowMs),
    ...own,
  };
}
