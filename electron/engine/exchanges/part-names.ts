import type { ExchangeId } from '../../../shared/model/account.ts';
import type { Bucket } from '../../../shared/model/bucket.ts';
import type { Instrument } from '../../../shared/model/instrument.ts';
import type { OrderUpdate } from '../../../shared/model/order.ts';
import type { PricedCall } from './charges.ts';
import type { PartNaming } from './definition.ts';

/**
 * One name for each instrument, whatever a call or a message named it: two names must never become two counters of one
 * limit. A name nobody taught stands for itself.
 */
export class PartNames {
  readonly #naming: (exchange: ExchangeId) => PartNaming | null;
  readonly #taught = new Map<ExchangeId, ReadonlyMap<string, string>>();
  readonly #symbols = new Map<ExchangeId, ReadonlyMap<string, string>>();

  constructor(naming: (exchange: ExchangeId) => PartNaming | null) {
    this.#naming = naming;
  }

  /** Takes in the exchange's own list; what an earlier list said beyond it stays known. */
  teach(exchange: ExchangeId, instruments: readonly Instrument[]): void {
    const naming = this.#naming(exchange);
    if (naming === null) return;
    this.#taught.set(exchange, new Map([...this.#namesOf(exchange), ...naming.aliases(instruments)]));
    this.#symbols.set(exchange, new Map([...this.#symbolsOf(exchange), ...naming.symbols(instruments)]));
  }

  /** Whatever an order's news named its instrument, the symbol under which the exchange lists it. */
  symbolOf(exchange: ExchangeId, name: string): string {
    const symbols = this.#symbolsOf(exchange);
    return symbols.get(name) ?? symbols.get(this.#namesOf(exchange).get(name) ?? name) ?? name;
  }

  /** The same news, each under the listed symbol of its instrument. */
  named(exchange: ExchangeId, updates: readonly OrderUpdate[]): readonly OrderUpdate[] {
    if (this.#naming(exchange) === null) return updates;
    return updates.map((update) => this.#named(exchange, update));
  }

  #named(exchange: ExchangeId, { feeIn, ...update }: OrderUpdate): OrderUpdate {
    if (update.symbol === null) return update;
    const symbol = this.symbolOf(exchange, update.symbol);
    if (feeIn === undefined) return { ...update, symbol };
    const [base, quote, ...more] = (this.#namesOf(exchange).get(symbol) ?? symbol).split('/');
    const asset = feeIn.side === 'base' ? base : quote;
    const isTold = quote !== undefined && more.length === 0 && asset !== undefined;
    return { ...update, symbol, fee: isTold ? { amount: feeIn.amount, asset } : null };
  }

  nameOf(exchange: ExchangeId, bucket: Pick<Bucket, 'scope'>, part: string | null): string | null {
    if (part === null || !bucket.scope.includes('instrument')) return part;
    return this.#namesOf(exchange).get(part) ?? part;
  }

  /** The one name of an instrument, whatever somebody calls it. */
  shown(exchange: ExchangeId, name: string): string {
    return this.#namesOf(exchange).get(name) ?? name;
  }

  /** The same call, its charges on the one counter of each instrument. */
  applyTo(exchange: ExchangeId, priced: PricedCall): PricedCall {
    const charges = priced.charges.map((charge) => ({
      ...charge,
      part: this.nameOf(exchange, charge.bucket, charge.part),
    }));
    return { ...priced, charges };
  }

  #namesOf(exchange: ExchangeId): ReadonlyMap<string, string> {
    return this.#taught.get(exchange) ?? this.#naming(exchange)?.known ?? NO_NAMES;
  }

  #symbolsOf(exchange: ExchangeId): ReadonlyMap<string, string> {
    return this.#symbols.get(exchange) ?? this.#naming(exchange)?.knownSymbols ?? NO_NAMES;
  }
}

const NO_NAMES: ReadonlyMap<string, string> = new Map();
