import { EventEmitter } from 'node:events';

/** A utility process that does nothing and remembers what it was started with and told. */
export class StubUtility extends EventEmitter {
  pid: number | undefined = 4_711;
  readonly posted: unknown[] = [];
  readonly given: { readonly script: string; readonly args: readonly string[]; readonly options: unknown };
  kills = 0;

  constructor(given: StubUtility['given']) {
    super();
    this.given = given;
  }

  postMessage = (message: unknown): void => void this.posted.push(message);

  kill(): boolean {
    this.kills += 1;
    return true;
  }
}
