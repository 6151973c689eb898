import { describe, expect, it } from 'vitest';
import { practiceRequest } from '../../../electron/practice/core/request.ts';
import type { Fault } from '../../../electron/practice/core/switches.ts';
import { OKX_FAULTS } from '../../../electron/practice/okx/exchange/faults.ts';
import { startPracticeOkx } from '../../../electron/practice/okx/index.ts';
import { BALANCES, KEY, limitBuy, place, privateGet, publicGet, rig, signedHeaders, UID } from './support.ts';

describe('faults', () => {
  const cases: readonly { name: string; fault: Fault; status: number; code: string; orders: number }[] = [
    { name: 'timeout that placed nothing', fault: OKX_FAULTS.timeout(false), status: 400, code: '50004', orders: 0 },
    { name: 'timeout that placed the order', fault: OKX_FAULTS.timeout(true), status: 400, code: '50004', orders: 1 },
    { name: 'busy exchange', fault: OKX_FAULTS.busy, status: 429, code: '50013', orders: 0 },
    { name: 'order timed out', fault: OKX_FAULTS.orderTimedOut, status: 500, code: '51149', orders: 0 },
    { name: 'system error', fault: OKX_FAULTS.systemError, status: 500, code: '50026', orders: 0 },
    { name: 'unavailable', fault: OKX_FAULTS.unavailable, status: 503, code: '50001', orders: 0 },
    { name: 'a page of the gateway', fault: OKX_FAULTS.htmlUnavailable, status: 503, code: '', orders: 0 },
    { name: 'rate limit as HTTP 200', fault: OKX_FAULTS.rateLimitedAsOk, status: 200, code: '50011', orders: 0 },
  ];
  for (const { name, fault, status, code, orders } of cases) {
    it(`${name}: ${status} ${code}, ${orders} orders`, async () => {
      const rigged = rig();
      rigged.exchange.state.switches.queue(fault);
      const answer = await place(rigged, limitBuy());
      expect([answer.status, answer.code, rigged.exchange.state.venue.openOrders(UID).length]).toEqual([
        status,
        code,
        orders,
      ]);
      expect((await place(rigged, limitBuy())).code).toBe('0');
    });
  }

  it('a dropped connection leaves the order behind or not', async () => {
    const { exchange } = rig();
    const body = JSON.stringify(limitBuy());
    const headers = signedHeaders(exchange.state.nowMs(), KEY, 'POST', '/api/v5/trade/order', body);
    const request = practiceRequest('POST', '/api/v5/trade/order', { body, headers });
    for (const [fault, orders] of [
      [OKX_FAULTS.dropBefore, 0],
      [OKX_FAULTS.dropAfterAccept, 1],
    ] as const) {
      exchange.state.switches.queue(fault);
      expect(await exchange.handle(request)).toBe('drop');
      expect(exchange.state.venue.openOrders(UID)).toHaveLength(orders);
    }
  });

  it('maintenance closes everything but status and time, and status says so', async () => {
    const rigged = rig();
    expect((await publicGet(rigged, '/system/status')).data).toEqual([]);
    rigged.clock.advance(5000);
    rigged.exchange.state.switches.isInMaintenance = true;
    const refused = await privateGet(rigged, '/account/config');
    expect([refused.status, refused.code]).toEqual([503, '50001']);
    expect((await publicGet(rigged, '/public/time')).code).toBe('0');
    expect((await publicGet(rigged, '/system/status')).data).toMatchObject([
      { state: 'ongoing', env: '1', serviceType: '5' },
    ]);
  });
});

describe('over a socket', () => {
  it('cuts the connection after accepting the order, and serves an address by header', async () => {
    const okx = await startPracticeOkx({
      isMoving: false,
      accounts: [{ id: UID, balances: BALANCES }],
      keys: [{ ...KEY, accountId: UID, permissions: ['trade'], ips: ['10.0.0.9'] }],
    });
    try {
      const body = JSON.stringify(limitBuy());
      const send = () =>
        fetch(`${okx.origin}/api/v5/trade/order`, {
          method: 'POST',
          body,
          headers: {
            ...signedHeaders(Date.now(), KEY, 'POST', '/api/v5/trade/order', body),
            'x-practice-ip': '10.0.0.9',
          },
        });
      okx.switches.queue(OKX_FAULTS.dropAfterAccept);
      await expect(send()).rejects.toThrow();
      expect(okx.venue.openOrders(UID)).toHaveLength(1);
      const reply = (await (await send()).json()) as { code: string; inTime: string; outTime: string };
      expect(reply.code).toBe('0');
      expect(Number(reply.outTime)).toBeGreaterThan(Number(reply.inTime));
    } finally {
      await okx.stop();
    }
  });
});
