import type { DatabaseSync, StatementSync } from 'node:sqlite';

/** Texts that repeat in millions of rows, kept once and numbered. */
export class Names {
  readonly #insert: StatementSync;
  readonly #select: StatementSync;
  readonly #selectText: StatementSync;
  readonly #ids = new Map<string, number>();
  readonly #texts = new Map<number, string>();

  constructor(db: DatabaseSync) {
    this.#insert = db.prepare('INSERT INTO names (text) VALUES (?)');
    this.#select = db.prepare('SELECT id FROM names WHERE text = ?');
    this.#selectText = db.prepare('SELECT text FROM names WHERE id = ?');
  }

  /** The number of a text, given to it now when it is new; within a transaction. */
  idOf(text: string): number {
    const known = this.find(text);
    if (known !== null) return known;
    const id = Number(this.#insert.run(text).lastInsertRowid);
    this.#ids.set(text, id);
    return id;
  }

  find(text: string): number | null {
    const cached = this.#ids.get(text);
    if (cached !== undefined) return cached;
    const found = this.#select.get(text);
    if (found === undefined) return null;
    const id = Number(found['id']);
    this.#ids.set(text, id);
    return id;
  }

  textOf(id: number): string {
    const cached = this.#texts.get(id);
    if (cached !== undefined) return cached;
    const text = String(this.#selectText.get(id)?.['text'] ?? '');
    this.#texts.set(id, text);
    return text;
  }

  /** After a rollback: numbers given within it are void. */
  forget(): void {
    this.#ids.clear();
    this.#texts.clear();
  }
}
