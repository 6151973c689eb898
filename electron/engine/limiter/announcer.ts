import type { Gate } from '../../../shared/model/bucket.ts';

type ChangeListener = (changedKeys: ReadonlySet<string>) => void;
type GateListener = (gate: Gate, change: 'closed' | 'opened') => void;

/** Tells who listens: gates at once, counters once per turn however many changed. */
export class Announcer {
  readonly #changeListeners = new Set<ChangeListener>();
  readonly #gateListeners = new Set<GateListener>();
  #changed = new Set<string>();
  #isPlanned = false;

  changed(key: string): void {
    if (this.#changeListeners.size === 0) return;
    this.#changed.add(key);
    if (this.#isPlanned) return;
    this.#isPlanned = true;
    queueMicrotask(() => this.#tell());
  }

  gate(gate: Gate, change: 'closed' | 'opened'): void {
    this.changed(gate.key);
    for (const listener of this.#gateListeners) listener(gate, change);
  }

  onChange(listener: ChangeListener): () => void {
    this.#changeListeners.add(listener);
    return () => this.#changeListeners.delete(listener);
  }

  onGate(listener: GateListener): () => void {
    this.#gateListeners.add(listener);
    return () => this.#gateListeners.delete(listener);
  }

  close(): void {
    this.#changeListeners.clear();
    this.#gateListeners.clear();
  }

  #tell(): void {
    const changed = this.#changed;
    this.#changed = new Set();
    this.#isPlanned = false;
    for (const listener of this.#changeListeners) listener(changed);
  }
}
