/** Times the parts of a start, so that a slow one has a name. */
export class Phases {
  readonly #spans: { readonly name: string; readonly ms: number }[] = [];

  async time<Value>(name: string, run: () => Promise<Value>): Promise<Value> {
    const fromMs = performance.now();
    try {
      return await run();
    } finally {
      this.#spans.push({ name, ms: performance.now() - fromMs });
    }
  }

  timeSync<Value>(name: string, run: () => Value): Value {
    const fromMs = performance.now();
    try {
      return run();
    } finally {
      this.#spans.push({ name, ms: performance.now() - fromMs });
    }
  }

  note(name: string, ms: number): void {
    this.#spans.push({ name, ms });
  }

  /** Rounded milliseconds by phase. */
  summary(): Readonly<Record<string, number>> {
    return Object.fromEntries(this.#spans.map(({ name, ms }) => [name, Math.round(ms)]));
  }
}
