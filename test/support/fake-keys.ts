import type { AddOutcome, KeyPlace } from '../../shared/contract/keys-contract.ts';
import type { Handlers } from '../../shared/contract/dispatch.ts';
import { type Failure, fail, ok, type Result } from '../../shared/contract/failure.ts';
import type {
  AuditEntry,
  EgressAddress,
  ImportItem,
  KeyId,
  KeyView,
  LockView,
  SecretStoreView,
} from '../../shared/model/vault.ts';
import type { keyCommands, keyQueries } from '../../shared/contract/keys-contract.ts';
import { keyView, practiceKeys } from './fake-key-views.ts';
import type { Publish } from './fake-engine.ts';

/** Opens whatever wants one. */
export const PASSPHRASE = 'open sesame';
const PENDING = 'pending-0001';
const OWN_PENDING = 'pending-0002';
const PEM =
  '-----BEGIN PUBLIC KEY-----\nMCowBQYDK2VwAyEAa7bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbc=\n-----END PUBLIC KEY-----\n';

export interface FakeKeys {
  keys: KeyView[];
  store: SecretStoreView;
  lock: LockView;
  egress: EgressAddress[];
  clearTextFiles: { name: string; keys: number; atMs: number }[];
  audit: AuditEntry[];
  firstBad: number | null;
  imports: ImportItem[];
  /** What the next keys on their way in end with; null: they are taken. */
  addFailure: Failure | null;
  /** Every key handed in can withdraw. */
  wantsPhrase: boolean;
  /** Inputs of commands, secrets and all: what left the page. */
  readonly asked: { readonly name: string; readonly input: unknown }[];
  waiting: KeyPlace | null;
}

export function freshKeys(nowMs: number): FakeKeys {
  return {
    keys: practiceKeys(nowMs),
    store: { kind: 'keychain', state: 'ready', detail: null, hasPassphraseFile: false },
    lock: { isSet: false, isLocked: false, idleMinutes: null },
    egress: [{ egress: 'default', address: '203.0.113.7', source: 'exchange', atMs: nowMs }],
    clearTextFiles: [],
    audit: Array.from({ length: 30 }, (_, index) => auditRow(index + 1, nowMs)).toReversed(),
    firstBad: null,
    imports: [],
    addFailure: null,
    wantsPhrase: false,
    asked: [],
    waiting: null,
  };
}

function auditRow(seq: number, nowMs: number): AuditEntry {
  return {
    seq,
    atMs: nowMs - (30 - seq) * 60_000,
    actor: seq % 7 === 0 ? 'exchange' : 'user',
    verb: seq % 3 === 0 ? 'rename-key' : 'add-key',
    subject: 'key-00000practice0',
    facts: { label: `Bot ${seq}`, exchange: 'binance' },
    result: seq % 5 === 0 ? 'refused' : 'done',
    hash: String(seq % 10).repeat(64),
  };
}

type KeyHandlers = Pick<Handlers, keyof typeof keyCommands | keyof typeof keyQueries>;

/** Answers every call about keys out of the scripted state, as the engine does: changes want an open lock. */
export function keyHandlers(state: FakeKeys, publish: Publish): KeyHandlers {
  function guarded<Value>(name: string, input: unknown, act: () => Result<Value>): Result<Value> {
    state.asked.push({ name, input });
    return state.lock.isLocked ? fail({ kind: 'app-locked' }) : act();
  }

  function put(key: KeyView): KeyView {
    state.keys = [...state.keys.filter(({ id }) => id !== key.id), key];
    publish('keys.changed', { keys: [key], removed: [] });
    return key;
  }

  function change(id: KeyId, patch: Partial<KeyView>): Result<KeyView> {
    const key = state.keys.find((one) => one.id === id);
    return key === undefined ? fail({ kind: 'not-found', what: id }) : ok(put({ ...key, ...patch }));
  }

  function added(place: KeyPlace, last4: string): AddOutcome {
    const { exchange, environment, label, replaces } = place;
    const id = `key-new0000${state.keys.length}`;
    const old = state.keys.find((key) => key.id === replaces);
    const account = old?.account ?? `${exchange}-new${state.keys.length}`;
    const named = { id, exchange, environment, account, accountLabel: old?.accountLabel ?? label, label, last4 };
    return {
      kind: 'added',
      key: put(keyView(Date.now(), named, { role: replaces === null ? 'active' : 'candidate' })),
    };
  }

  function take(place: KeyPlace, last4: string): Result<AddOutcome> {
    if (state.addFailure !== null) return fail(state.addFailure);
    state.waiting = place;
    if (place.exchange === 'kraken') {
      const phrase = `key ${last4} is for Headroom alone`;
      return ok({ kind: 'phrase-wanted', pendingId: OWN_PENDING, phrase, reason: 'ends-other-use', grants: [] });
    }
    return judged(place, last4);
  }

  function judged(place: KeyPlace, last4: string): Result<AddOutcome> {
    if (!state.wantsPhrase) return ok(added(place, last4));
    const phrase = 'key 9fQz can withdraw';
    return ok({
      kind: 'phrase-wanted',
      pendingId: PENDING,
      phrase,
      reason: 'can-withdraw',
      grants: ['enableWithdrawals'],
    });
  }

  function told<Name extends 'store' | 'lock'>(name: Name, next: FakeKeys[Name]): Result<FakeKeys[Name]> {
    state[name] = next;
    if (name === 'store') publish('secrets.changed', state.store);
    else publish('lock.changed', state.lock);
    return ok(next);
  }

  return {
    'keys.snapshot': () => {
      const { keys, store, lock, egress, clearTextFiles } = state;
      return ok({ keys, store, lock, egress, clearTextFiles });
    },
    'keys.rotation': ({ newKey }) =>
      ok({
        account: state.keys.find(({ id }) => id === newKey)?.account ?? 'a',
        oldKey: 'key-bbbbbbbb02',
        newKey,
        gained: [{ grant: 'trade-futures', name: 'enableFutures', isGranted: true }],
        lost: [{ grant: 'withdraw', name: 'enableWithdrawals', isGranted: true }],
      }),
    'audit.page': ({ before, limit }) => {
      const entries = state.audit.filter(({ seq }) => before === null || seq < before).slice(0, limit);
      return ok({ entries, total: state.audit.length });
    },
    'audit.verify': () => ok({ entries: state.audit.length, firstBad: state.firstBad, isAnchored: true }),
    'keys.add': (input) => guarded('keys.add', input, () => take(input.place, input.apiKey.slice(-4))),
    'keys.confirm': ({ phrase, pendingId }) =>
      guarded('keys.confirm', phrase, () => {
        if (pendingId === OWN_PENDING && state.waiting !== null) {
          const [, last4 = ''] = /^key (.{4}) is for Headroom alone$/.exec(phrase) ?? [];
          return last4 === '' ? fail({ kind: 'wrong-phrase' }) : judged(state.waiting, last4);
        }
        if (phrase !== 'key 9fQz can withdraw') return fail({ kind: 'wrong-phrase' });
        return state.waiting === null ? fail({ kind: 'not-found', what: 'key' }) : ok(added(state.waiting, '9fQz'));
      }),
    'keys.generate': ({ place }) =>
      guarded('keys.generate', place, () => {
        state.waiting = place;
        return ok({ pendingId: PENDING, publicKeyPem: PEM });
      }),
    'keys.finishGenerated': ({ apiKey }) =>
      guarded('keys.finishGenerated', apiKey, () =>
        state.waiting === null ? fail({ kind: 'not-found', what: 'key' }) : take(state.waiting, apiKey.slice(-4)),
      ),
    'keys.dropPending': (input) => {
      state.asked.push({ name: 'keys.dropPending', input });
      return ok({});
    },
    'keys.check': ({ key }) => {
      state.asked.push({ name: 'keys.check', input: key });
      const known = state.keys.find(({ id }) => id === key)?.check;
      return change(key, { check: { facts: null, failure: null, ...known, atMs: Date.now() } });
    },
    'keys.rename': ({ key, label }) => guarded('keys.rename', label, () => change(key, { label })),
    'keys.switch': ({ newKey }) =>
      guarded('keys.switch', newKey, () => {
        const account = state.keys.find(({ id }) => id === newKey)?.account;
        const active = state.keys.find((key) => key.account === account && key.role === 'active');
        if (active !== undefined) change(active.id, { role: 'retired', retiredAtMs: Date.now() });
        return change(newKey, { role: 'active' });
      }),
    'keys.remove': ({ key, label }) =>
      guarded('keys.remove', label, () => {
        state.keys = state.keys.filter(({ id }) => id !== key);
        publish('keys.changed', { keys: [], removed: [key] });
        return ok({});
      }),
    'keys.previewImport': (input) => {
      state.asked.push({ name: 'keys.previewImport', input });
      return ok({
        importId: 'import-0001',
        format: state.imports.length === 0 ? 'unknown' : 'ccxt',
        items: state.imports,
      });
    },
    'keys.takeImport': (input) => guarded('keys.takeImport', input, () => take(input.place, 'imp1')),
    'keys.dropImport': (input) => {
      state.asked.push({ name: 'keys.dropImport', input });
      return ok({});
    },
    'egress.note': ({ egress, address }) => {
      const noted: EgressAddress = { egress, address, source: address === null ? 'none' : 'user', atMs: Date.now() };
      state.egress = [...state.egress.filter((one) => one.egress !== egress), noted];
      publish('egress.changed', noted);
      return ok(noted);
    },
    'secrets.retry': () => told('store', { ...state.store, state: 'ready', detail: null }),
    'secrets.makeFile': () =>
      told('store', { kind: 'passphrase-file', state: 'ready', detail: null, hasPassphraseFile: true }),
    'secrets.openFile': ({ passphrase }) =>
      passphrase === PASSPHRASE
        ? told('store', { kind: 'passphrase-file', state: 'ready', detail: null, hasPassphraseFile: true })
        : fail({ kind: 'wrong-phrase' }),
    'lock.set': ({ next, idleMinutes }) =>
      told('lock', { isSet: next !== null, isLocked: false, idleMinutes: next === null ? null : idleMinutes }),
    'lock.now': () => told('lock', { ...state.lock, isLocked: state.lock.isSet }),
    'lock.unlock': ({ passphrase }) =>
      passphrase === PASSPHRASE ? told('lock', { ...state.lock, isLocked: false }) : fail({ kind: 'wrong-phrase' }),
    'lock.unlockBySystem': () => told('lock', { ...state.lock, isLocked: false }),
    'lock.touch': () => {
      state.asked.push({ name: 'lock.touch', input: {} });
      return ok(state.lock);
    },
    'accounts.rename': ({ account, label }) =>
      guarded('accounts.rename', label, () => {
        const keys = state.keys.filter((key) => key.account === account);
        for (const { id } of keys) change(id, { accountLabel: label });
        const [{ exchange, environment } = { exchange: 'binance', environment: 'practice' } as const] = keys;
        return ok({ id: account, exchange, environment, label, region: 'global', egress: 'default' });
      }),
  };
}
