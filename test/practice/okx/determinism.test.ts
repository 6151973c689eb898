import { describe, expect, it } from 'vitest';
import { limitBuy, place, placed, post, privateGet, publicGet, rig, type Rig } from './support.ts';

/** A few minutes of trading in a moving market; gives every answer as text. */
async function session(rigged: Rig): Promise<readonly string[]> {
  const texts: string[] = [];
  for (let round = 0; round < 30; round += 1) {
    const px = String(64_900 + round * 4);
    texts.push((await place(rigged, limitBuy({ px, sz: '0.01' }))).text);
    rigged.clock.advance(2000);
    texts.push((await publicGet(rigged, '/market/books?instId=BTC-USDT&sz=20')).text);
    texts.push((await privateGet(rigged, '/trade/fills')).text);
  }
  const ordId = await placed(rigged, limitBuy());
  texts.push((await post(rigged, '/trade/cancel-order', { instId: 'BTC-USDT', ordId })).text);
  texts.push((await privateGet(rigged, '/trade/orders-history?instType=SPOT')).text);
  texts.push((await privateGet(rigged, '/account/balance')).text);
  return texts;
}

describe('the same seed', () => {
  it('gives the same answers, byte for byte', async () => {
    const [first, second] = [rig({ isMoving: true, seed: 7 }), rig({ isMoving: true, seed: 7 })];
    expect(await session(first)).toEqual(await session(second));
  });

  it('and another seed others', async () => {
    const [first, second] = [rig({ isMoving: true, seed: 7 }), rig({ isMoving: true, seed: 8 })];
    expect(await session(first)).not.toEqual(await session(second));
  });
});
