import { describe, expect, it } from 'vitest';
import { createPracticeOkx, startPracticeOkx } from '../../../electron/practice/okx/index.ts';
import { signedHeaders } from './support.ts';

describe('startPracticeOkx', () => {
  it('stands ready in one line: a funded user and a key that may read and trade', async () => {
    const okx = await startPracticeOkx();
    try {
      const [key] = okx.keys;
      if (key === undefined) throw new Error('no key');
      expect([...key.permissions]).toEqual(['read_only', 'trade']);
      const credential = { apiKey: key.apiKey, secret: key.secret, passphrase: key.passphrase ?? '' };
      const path = '/api/v5/account/balance?ccy=USDT';
      const reply = await fetch(okx.origin + path, {
        headers: signedHeaders(okx.nowMs(), credential, 'GET', path, ''),
      });
      expect(await reply.json()).toMatchObject({
        code: '0',
        data: [{ details: [{ ccy: 'USDT', availBal: '100000' }] }],
      });
      expect(okx.usage()).toContainEqual({
        counter: `GET /api/v5/account/balance ${key.accountId}`,
        used: 1,
        capacity: 10,
        windowMs: 2000,
      });
    } finally {
      await okx.stop();
    }
  });

  it('issues the same credentials for the same seed', () => {
    const keyOf = (seed: number) => {
      const exchange = createPracticeOkx({ seed, isMoving: false });
      exchange.close();
      return exchange.state.accounts.allKeys().map(({ apiKey, secret }) => [apiKey, secret]);
    };
    expect(keyOf(1)).toEqual(keyOf(1));
    expect(keyOf(1)).not.toEqual(keyOf(2));
  });

  it('gives balances to the user it opens', () => {
    const exchange = createPracticeOkx({ balances: { BTC: '0.5' }, isMoving: false });
    exchange.close();
    expect(exchange.state.accounts.all()[0]?.ledger.rows()).toEqual([{ asset: 'BTC', free: '0.5', locked: '0' }]);
  });
});
