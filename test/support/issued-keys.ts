import type { ExchangeId } from '../../shared/model/account.ts';
import type { CallInput, CallName, CallOutput } from '../../shared/contract/contract.ts';
import { dispatch } from '../../shared/contract/dispatch.ts';
import type { Result } from '../../shared/contract/failure.ts';
import type { KeyPlace } from '../../shared/contract/keys-contract.ts';
import type { KeyView } from '../../shared/model/vault.ts';
import type { GivenKey } from '../../electron/practice/core/new-key.ts';
import { TRADING_PERMISSIONS } from '../../electron/practice/kraken/access/permissions.ts';
import type { VirtualWorld } from './virtual-world.ts';

/** Rights of a key that reads and trades, in each exchange's own words. */
export const TRADING_FLAGS: Readonly<Record<ExchangeId, Readonly<Record<string, boolean>>>> = {
  binance: { enableReading: true, enableSpotAndMarginTrading: true },
  okx: { read_only: true, trade: true },
  kraken: Object.fromEntries(TRADING_PERMISSIONS.map((name) => [name, true])),
};

/** Another key of the exchange's first account, as its owner would get it on the site. */
export function issueOn(world: VirtualWorld, exchange: ExchangeId): GivenKey & { readonly secret: string } {
  const request = { flags: TRADING_FLAGS[exchange], label: 'issued' };
  const key = { binance: world.binance, okx: world.okx, kraken: world.kraken }[exchange].issueKey(request);
  if (key.secret === null) throw new Error('a shared secret was expected');
  return { ...key, secret: key.secret };
}

/** One call of the contract, in the world's time. */
export async function valueIn<Name extends CallName>(
  world: VirtualWorld,
  name: Name,
  input: CallInput<Name>,
): Promise<CallOutput<Name>> {
  const result = await world.until(dispatch(world.engine.handlers, name, input) as Promise<Result<CallOutput<Name>>>);
  if (!result.ok) throw new Error(`${name}: ${JSON.stringify(result.failure)}`);
  return result.value;
}

/** Adds a key through the contract's own door. */
export async function addIssued(
  world: VirtualWorld,
  key: Pick<GivenKey, 'apiKey' | 'passphrase'> & { readonly secret: string },
  where: Pick<KeyPlace, 'exchange' | 'label'> & Partial<KeyPlace>,
): Promise<KeyView> {
  const place: KeyPlace = { environment: 'practice', region: 'global', replaces: null, ...where };
  const { apiKey, secret, passphrase } = key;
  let outcome = await valueIn(world, 'keys.add', { place, apiKey, secret, passphrase });
  if (outcome.kind === 'phrase-wanted' && outcome.reason === 'ends-other-use') {
    const { pendingId, phrase } = outcome;
    outcome = await valueIn(world, 'keys.confirm', { pendingId, phrase });
  }
  if (outcome.kind !== 'added') throw new Error('a phrase is wanted');
  return outcome.key;
}
