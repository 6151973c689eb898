import type { Alert } from '../../../shared/model/alert.ts';
import { type Failure, type Result, fail, ok } from '../../../shared/contract/failure.ts';
import type { Clock, Disposer } from '../ports.ts';
import { Secret } from '../vault/secret.ts';
import type { SecretStore } from '../vault/secret-store.ts';
import type { SettingsBook } from './settings-book.ts';
import { faultOfUrl, webhookBody } from './webhook-body.ts';

/** Its item among the secrets. */
export const WEBHOOK_SECRET = 'webhook';
/** Before the second and the third try. */
const PAUSES_MS = [2_000, 10_000];
const MOST_QUEUED = 50;

export interface WebhookAnswer {
  readonly isTaken: boolean;
  /** For its user: `200`, `no answer in 5 s`, `refused: private address`. Never the address, never the body. */
  readonly result: string;
  /** False where another try would end alike, as with a host that may not be called. */
  readonly mayRepeat: boolean;
}

/** Sends one signed body once. */
export interface WebhookSender {
  post(url: string, body: string, secret: Secret): Promise<WebhookAnswer>;
}

export interface WebhookPorts {
  readonly clock: Clock;
  readonly secrets: Pick<SecretStore, 'read' | 'write'>;
  readonly settings: SettingsBook;
  /** Null: this host has none. */
  readonly sender: WebhookSender | null;
  readonly onSettings: () => void;
}

/** Tells alerts to the one address its user typed, one after the other. */
export class WebhookWay {
  readonly #ports: WebhookPorts;
  readonly #pauses = new Set<Disposer>();
  #secret: Secret | null = null;
  #line: Promise<unknown> = Promise.resolve();
  #queued = 0;
  #isStopped = false;

  constructor(ports: WebhookPorts) {
    this.#ports = ports;
  }

  stop(): void {
    this.#isStopped = true;
    for (const end of this.#pauses) end();
  }

  /** `secret` null keeps the one there is. Nothing is changed unless all of it can be kept. */
  async set({ isOn, url, secret }: { isOn: boolean; url: string; secret: string | null }): Promise<Result<null>> {
    const { settings, secrets } = this.#ports;
    const { webhook } = settings.current;
    const fault = url === '' && !isOn ? null : faultOfUrl(url);
    if (fault !== null) return fail<Failure>({ kind: 'invalid-input', detail: `Webhook: ${fault}` });
    if (isOn && secret === null && !webhook.hasSecret) {
      return fail<Failure>({ kind: 'invalid-input', detail: 'Webhook: it needs a secret to sign with' });
    }
    if (secret !== null) {
      const box = new Secret(secret);
      const kept = await secrets.write(WEBHOOK_SECRET, box);
      if (!kept.ok) return kept;
      this.#secret = box;
    }
    const hasSecret = secret !== null || webhook.hasSecret;
    const isSamePlace = webhook.url === url;
    const last = isSamePlace ? webhook : { lastResult: null, lastAtMs: null };
    const next = { isOn, url, hasSecret, lastResult: last.lastResult, lastAtMs: last.lastAtMs };
    try {
      settings.change({ webhook: next });
      return ok(null);
    } catch {
      return fail<Failure>({ kind: 'storage', detail: 'the webhook cannot be kept' });
    }
  }

  /** True once the other side took it; false when it is off or did not. */
  tell(alert: Alert): Promise<boolean> {
    const { webhook } = this.#ports.settings.current;
    if (this.#ports.sender === null || !webhook.isOn) return Promise.resolve(false);
    if (this.#queued >= MOST_QUEUED) {
      this.#note('too many wait to be sent');
      return Promise.resolve(false);
    }
    this.#queued += 1;
    const told = this.#line
      .then(() => this.#try(alert))
      .finally(() => {
        this.#queued -= 1;
      });
    this.#line = told.catch(() => undefined);
    return told;
  }

  async #try(alert: Alert): Promise<boolean> {
    for (const pauseMs of [0, ...PAUSES_MS]) {
      if (pauseMs > 0) await this.#pause(pauseMs);
      // Asked anew before each try: it may have been turned off, or another address typed.
      const { isOn, url } = this.#ports.settings.current.webhook;
      if (this.#isStopped || !isOn) return false;
      const answer = await this.#post(alert, url);
      this.#note(answer.result);
      if (answer.isTaken || !answer.mayRepeat) return answer.isTaken;
    }
    return false;
  }

  async #post(alert: Alert, url: string): Promise<WebhookAnswer> {
    const { sender, clock } = this.#ports;
    const secret = await this.#loadSecret();
    if (secret === null || sender === null)
      return { isTaken: false, result: 'its secret cannot be read', mayRepeat: true };
    try {
      return await sender.post(url, webhookBody(alert, clock.now()), secret);
    } catch {
      return { isTaken: false, result: 'it could not be sent', mayRepeat: true };
    }
  }

  // Read once and held: some keychains ask their user at every read.
  async #loadSecret(): Promise<Secret | null> {
    if (this.#secret !== null) return this.#secret;
    const read = await this.#ports.secrets.read(WEBHOOK_SECRET);
    if (read.kind === 'found') this.#secret = read.value;
    return this.#secret;
  }

  #note(result: string): void {
    const { settings, clock, onSettings } = this.#ports;
    const { webhook } = settings.current;
    try {
      settings.change({ webhook: { ...webhook, lastResult: result.slice(0, 120), lastAtMs: clock.now() } });
      onSettings();
    } catch {
      // The journal tells of its own trouble; the result was only for show.
    }
  }

  #pause(forMs: number): Promise<void> {
    const { clock } = this.#ports;
    return new Promise((resolve) => {
      const end = (): void => {
        cancel();
        this.#pauses.delete(end);
        resolve();
      };
      const cancel = clock.wakeAt(clock.monotonic() + forMs, end);
      this.#pauses.add(end);
    });
  }
}
