import { describe, expect, it } from 'vitest';
import { startSockets } from '../../../electron/engine/sockets/start.ts';
import { accountOf } from '../../support/client-rig.ts';
import { json } from '../../support/scripted-transport.ts';
import { FeedRig } from './support.ts';

describe('starting the feeds', () => {
  it('connects every account that has a key, and asks for names where instruments have several', async () => {
    const rig = new FeedRig();
    rig.transport.always(/AssetPairs/, json({ error: [], result: {} }));
    rig.vault.forget('okx-a');
    const stop = startSockets([accountOf('binance'), accountOf('okx'), accountOf('kraken')], rig.ports);
    await rig.run(0);
    expect(rig.sockets.ends.map(({ url }) => new URL(url).hostname).sort()).toEqual([
      'ws-api.binance.com',
      'ws-auth.kraken.com',
    ]);
    expect(rig.transport.arrivals.filter(({ request }) => request.target.includes('AssetPairs'))).toHaveLength(1);
    stop();
    expect(rig.sockets.ends.every(({ isClosed }) => isClosed)).toBe(true);
    await rig.run(86_400_000);
    expect(rig.sockets.ends).toHaveLength(2);
  });
});
