/** What the crowd needs of a connection. */
export interface Member {
  destroy(): unknown;
  once(event: 'close', listener: () => void): unknown;
}

/**
 * Bounds how many may be inside without having proved who they are. When it is full the one that came first goes: ours
 * needs milliseconds, so those who only occupy places cannot keep it out.
 */
export class Crowd<Who extends Member> {
  readonly #limit: number;
  // In order of arrival.
  readonly #members = new Set<Who>();

  constructor(limit: number) {
    this.#limit = limit;
  }

  get size(): number {
    return this.#members.size;
  }

  admit(newcomer: Who): void {
    this.#members.add(newcomer);
    newcomer.once('close', () => this.#members.delete(newcomer));
    if (this.#members.size <= this.#limit) return;
    const [first] = this.#members;
    if (first === undefined) return;
    this.#members.delete(first);
    first.destroy();
  }

  /** This one has proved itself and counts no more. */
  release(member: Who): void {
    this.#members.delete(member);
  }

  destroyAll(): void {
    for (const member of this.#members) member.destroy();
    this.#members.clear();
  }
}
