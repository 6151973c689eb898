import { expect, it } from 'vitest';
import type { Account } from '../../../shared/model/account.ts';
import { AccountRunner } from '../../../electron/engine/accounts/account-runner.ts';
import { type AccountRunParts, accountRuns } from '../../../electron/engine/accounts/account-runs.ts';
import { ServerClock } from '../../../electron/engine/client/server-clock.ts';
import { Connections } from '../../../electron/engine/feed/connections.ts';
import { Publisher } from '../../../electron/engine/feed/publisher.ts';
import type { Realm } from '../../../electron/engine/limiter/types.ts';
import { FakeClock } from '../../support/fake-clock.ts';

const home: Account = {
  id: 'home',
  exchange: 'okx',
  environment: 'live',
  label: 'Home',
  region: 'global',
  egress: 'default',
};
const eea: Account = { ...home, id: 'eea', region: 'eea' };

it('the last account of one site ends what is known of that site alone', () => {
  const clock = new FakeClock();
  const connections = new Connections(new Publisher());
  const ended: Realm[] = [];
  const serverClock = new ServerClock(clock);
  // Neither account has a way to its exchange, so that nothing but the realms begins.
  const peers = { of: () => ({ ok: false }), clockOf: () => serverClock };
  const watch = {
    accountStarted: () => undefined,
    accountStopped: () => undefined,
    realmEnded: (realm: Realm) => void ended.push(realm),
  };
  const parts = {
    clock,
    sockets: null,
    isQuiet: true,
    client: { peers, send: () => new Promise(() => undefined) },
    accounts: { list: () => [home] },
    keys: { book: { activeOf: () => undefined } },
    watch,
    connections,
    troubles: { forgetClock: () => undefined },
  };
  const runner = new AccountRunner(accountRuns(parts as unknown as AccountRunParts));
  runner.run(home);
  runner.run(eea);
  runner.halt(eea);
  expect(connections.snapshot().map(({ region }) => region)).toEqual([undefined]);
  expect(ended).toEqual([{ exchange: 'okx', environment: 'live', region: 'eea' }]);
  runner.stop();
});
