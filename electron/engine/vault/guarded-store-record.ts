import type { RecordPort, StoreRecord } from './guarded-store-ports.ts';

const NOWHERE: StoreRecord = { backend: '', host: '', canary: null, names: [] };

/** Remembers which keeper on which machine took the keys, to say so when it is not the one found today. */
export class Provenance {
  readonly #port: RecordPort | null;
  #record: StoreRecord | null;

  constructor(port: RecordPort | null) {
    this.#port = port;
    this.#record = port?.load() ?? null;
  }

  /** Names of keys put there by this data folder. */
  get names(): readonly string[] {
    return this.#record?.names ?? [];
  }

  /** A canary was once seen on this machine, in this keeper. */
  get isCanaryKnown(): boolean {
    return this.isHere && this.#record?.canary !== null;
  }

  /** The keeper of today, on the machine of today. */
  get isHere(): boolean {
    return (
      this.#record !== null && this.#record.host === this.#port?.host && this.#record.backend === this.#port.backend
    );
  }

  /** Why keys may be missing though the store is open; null when it is the one that took them. */
  explain(canary: string | null): string | null {
    const record = this.#record;
    if (record === null || record.names.length === 0) return null;
    if (record.canary !== null && record.canary === canary) return null;
    if (!this.isHere) return this.#otherPlace(record);
    if (record.canary === canary) return null;
    return 'This is not the keychain that took the keys before: it was reset or exchanged.';
  }

  /** A key is about to be written here. Throws when that cannot be noted. */
  add(name: string, canary: string | null): void {
    if (this.#port === null) return;
    const { backend, host } = this.#port;
    const isNoted = this.names.includes(name) && this.#record?.canary === canary && this.isHere;
    if (!isNoted) this.#save({ backend, host, canary, names: [...new Set([...this.names, name])] });
  }

  /** Throws when that cannot be noted. */
  drop(name: string): void {
    if (!this.names.includes(name)) return;
    this.#save({ ...(this.#record ?? NOWHERE), names: this.names.filter((known) => known !== name) });
  }

  #otherPlace(record: StoreRecord): string {
    if (record.host !== this.#port?.host) return 'The keys were kept on another machine or by another user.';
    return `The keys were kept by ${record.backend.slice(0, 80)}; this is ${this.#port.backend}.`;
  }

  #save(record: StoreRecord): void {
    this.#port?.save(record);
    this.#record = record;
  }
}
