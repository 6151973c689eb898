import type { Handlers } from '../../../../shared/contract/dispatch.ts';
import type { AddOutcome, KeyPlace } from '../../../../shared/contract/keys-contract.ts';
import type { keyCommands, keyQueries } from '../../../../shared/contract/keys-contract.ts';
import { type Failure, type Result, fail, ok } from '../../../../shared/contract/failure.ts';
import type { KeyId, KeyView } from '../../../../shared/model/vault.ts';
import type { Account } from '../../../../shared/model/account.ts';
import type { AccountBook } from '../../accounts/account-book.ts';
import { Secret } from '../secret.ts';
import type { SecretStore } from '../secret-store.ts';
import type { AuditLog } from './key-ports.ts';
import type { KeyService } from './key-service.ts';

export interface KeyHandlerParts {
  readonly keys: KeyService;
  readonly accounts: AccountBook;
  readonly secrets: SecretStore;
  readonly auditLog: AuditLog;
  readonly systemUnlock?: (() => Promise<boolean>) | null;
  /** Called while an account can still be signed for; a failure keeps its key. */
  readonly beforeForget: (account: Account) => Promise<Result<null>>;
}

type KeyCall = keyof typeof keyQueries | keyof typeof keyCommands;

/** The engine's answer to every call about keys. Changes want an open lock and leave a line in the audit. */
export function keyHandlers(parts: KeyHandlerParts): Pick<Handlers, KeyCall> {
  const { keys, accounts, secrets, auditLog, beforeForget, systemUnlock = null } = parts;
  const { book, adder, rotation, imports, lock, checker } = keys;

  async function guarded<Value>(act: () => Promise<Result<Value>> | Result<Value>): Promise<Result<Value>> {
    const pass = lock.pass();
    return pass.ok ? await act() : pass;
  }

  async function added(
    place: KeyPlace,
    verb: string,
    act: () => Promise<Result<AddOutcome>>,
  ): Promise<Result<AddOutcome>> {
    return await guarded(async () => {
      const outcome = await act();
      keys.note({ verb, ...told(place, outcome) });
      return outcome;
    });
  }

  function viewOf(id: KeyId): Result<KeyView> {
    const view = keys.audits.view(id);
    return view === null ? fail({ kind: 'not-found', what: `key ${id}` }) : ok(view);
  }

  return {
    'keys.snapshot': () =>
      ok({
        keys: keys.views(),
        store: secrets.view(),
        lock: lock.view(),
        egress: keys.egress.list(),
        clearTextFiles: imports.files(),
      }),
    'keys.rotation': async ({ newKey }) => {
      const compared = rotation.compare(newKey);
      if (!compared.ok || book.find(compared.value.oldKey)?.record.check !== null) return compared;
      // One that was never checked has unknown rights, which are not none.
      await checker.check(compared.value.oldKey);
      return rotation.compare(newKey);
    },
    'audit.page': ({ before, limit }) => {
      const { entries, total } = auditLog.page(before, limit);
      return ok({ entries: [...entries], total });
    },
    'audit.verify': () => ok(auditLog.verify()),
    'keys.add': ({ place, apiKey, secret, passphrase }) =>
      added(place, 'add-key', () => adder.add(place, { apiKey, secretText: secret, passphrase })),
    'keys.confirm': ({ pendingId, phrase }) =>
      guarded(async () => {
        const outcome = await adder.confirm(pendingId, phrase);
        keys.note({
          verb: 'confirm-key',
          subject: subjectOf(outcome),
          facts: factsOf(outcome),
          result: resultOf(outcome),
        });
        return outcome;
      }),
    'keys.generate': ({ place }) =>
      guarded(async () => {
        const made = await adder.generate(place);
        keys.note({
          verb: 'generate-key',
          subject: place.label,
          facts: { exchange: place.exchange },
          result: resultOf(made),
        });
        return made;
      }),
    'keys.finishGenerated': ({ pendingId, apiKey }) =>
      guarded(async () => {
        const outcome = await adder.finishGenerated(pendingId, apiKey);
        keys.note({ verb: 'add-key', subject: subjectOf(outcome), facts: factsOf(outcome), result: resultOf(outcome) });
        return outcome;
      }),
    'keys.dropPending': async ({ pendingId }) => {
      await adder.drop(pendingId);
      return ok({});
    },
    'keys.check': async ({ key }) => {
      const checked = await checker.check(key);
      return checked.ok ? viewOf(key) : checked;
    },
    'keys.rename': ({ key, label }) =>
      guarded(() => {
        const booked = book.find(key);
        if (booked === undefined) return fail<Failure>({ kind: 'not-found', what: `key ${key}` });
        const kept = attempt(() => book.update([{ ...booked.record, label }]));
        if (!kept.ok) return kept;
        keys.note({ verb: 'rename-key', subject: key, facts: { label }, result: 'done' });
        return viewOf(key);
      }),
    'keys.switch': ({ newKey }) =>
      guarded(() => {
        const compared = rotation.compare(newKey);
        const switched = rotation.switch(newKey);
        const facts = compared.ok ? { replaced: compared.value.oldKey, account: compared.value.account } : {};
        keys.note({ verb: 'switch-key', subject: newKey, facts, result: resultOf(switched) });
        return switched.ok ? viewOf(newKey) : switched;
      }),
    'keys.remove': ({ key, label }) =>
      guarded(async () => {
        const removed = await remove(key, label);
        keys.note({ verb: 'remove-key', subject: key, facts: {}, result: resultOf(removed) });
        return removed;
      }),
    'keys.previewImport': ({ fileName, text }) => ok(imports.preview(fileName, text)),
    'keys.takeImport': ({ importId, index, place }) =>
      added(place, 'import-key', () => imports.take(importId, index, place)),
    'keys.dropImport': ({ importId }) => {
      imports.drop(importId);
      return ok({});
    },
    'egress.note': ({ egress, address }) => attempt(() => keys.noteAddress(egress, address, 'user')),
    'secrets.retry': async () => {
      const view = await secrets.retry();
      // Those in memory went into the keychain that is there now.
      if (view.state === 'ready') indexKeys();
      return ok(view);
    },
    'secrets.makeFile': ({ passphrase }) =>
      guarded(async () => {
        const made = await secrets.makeFile(new Secret(passphrase));
        keys.note({ verb: 'make-passphrase-file', subject: 'secrets', facts: {}, result: resultOf(made) });
        if (!made.ok) return made;
        const kept = indexKeys();
        return kept.ok ? made : kept;
      }),
    'secrets.openFile': async ({ passphrase }) => {
      const opened = await secrets.openFile(new Secret(passphrase));
      if (!opened.ok) return opened;
      const kept = indexKeys();
      await keys.keeper.load();
      return kept.ok ? opened : kept;
    },
    'lock.set': async ({ current, next, idleMinutes }) => {
      const set = await lock.set(current, next, idleMinutes);
      keys.note({
        verb: next === null ? 'remove-lock' : 'set-lock',
        subject: 'lock',
        facts: {},
        result: resultOf(set),
      });
      return set;
    },
    'lock.now': () => ok(lock.lock()),
    'lock.unlock': async ({ passphrase }) => {
      const unlocked = await lock.unlock(passphrase);
      keys.note({ verb: 'unlock', subject: 'lock', facts: {}, result: resultOf(unlocked) });
      return unlocked;
    },
    'lock.unlockBySystem': async () => {
      if (systemUnlock === null) return fail({ kind: 'unavailable', detail: 'this system cannot be asked' });
      const isUser = await systemUnlock();
      keys.note({ verb: 'unlock-by-system', subject: 'lock', facts: {}, result: isUser ? 'done' : 'refused' });
      return isUser ? ok(lock.openForUser()) : fail<Failure>({ kind: 'wrong-phrase' });
    },
    'lock.touch': () => ok(lock.touch()),
    'accounts.rename': ({ account: id, label }) =>
      guarded(() => {
        const account = accounts.find(id);
        if (account === undefined) return fail<Failure>({ kind: 'not-found', what: `account ${id}` });
        const renamed = { ...account, label };
        const kept = attempt(() => book.renameAccount(renamed));
        if (kept.ok) keys.note({ verb: 'rename-account', subject: id, facts: { label }, result: 'done' });
        return kept.ok ? ok(renamed) : kept;
      }),
  };

  async function remove(key: KeyId, label: string): Promise<Result<Record<string, never>>> {
    const booked = book.find(key);
    if (booked === undefined) return fail({ kind: 'not-found', what: `key ${key}` });
    if (booked.record.label !== label) return fail({ kind: 'wrong-phrase' });
    const { account, role } = booked.record;
    const waits = book.list().some(({ record }) => record.account === account && record.role === 'candidate');
    if (role === 'active' && waits) {
      return fail({ kind: 'invalid-input', detail: 'another key waits to take over; switch to it or remove it first' });
    }
    const known = accounts.find(account);
    if (role === 'active' && known !== undefined) {
      const left = await beforeForget(known);
      if (!left.ok) return left;
    }
    const gone = book.list().filter(({ record }) => record.account === account);
    const removed = attempt(() => book.remove(key));
    if (!removed.ok) return removed;
    if (role === 'active') keys.forgetAccount(account);
    for (const { record } of gone) if (book.find(record.id) === undefined) await keys.keeper.clear(record.id);
    return ok({});
  }

  /** Keys of a store in memory that found a lasting one. */
  function indexKeys(): Result<null> {
    if (secrets.view().kind === 'memory') return ok(null);
    const kept = attempt(() => book.index(userKeys()));
    return kept.ok ? ok(null) : kept;
  }

  /** Keys people entered; those of the practice accounts are made anew at every start. */
  function userKeys(): KeyId[] {
    return book
      .list()
      .filter(({ record }) => !keys.isAdopted(record.id))
      .map(({ record }) => record.id);
  }
}

function attempt<Value>(act: () => Value): Result<Value> {
  try {
    return ok(act());
  } catch {
    return fail({ kind: 'storage', detail: 'the journal cannot be written; nothing was changed' });
  }
}

function resultOf(result: Result<unknown>): 'done' | 'refused' | 'failed' {
  if (result.ok) return 'done';
  return result.failure.kind === 'storage' || result.failure.kind === 'secret-store' ? 'failed' : 'refused';
}

function subjectOf(outcome: Result<AddOutcome>): string {
  return outcome.ok && outcome.value.kind === 'added' ? outcome.value.key.id : 'key';
}

function factsOf(outcome: Result<AddOutcome>): Record<string, string> {
  if (!outcome.ok) return { why: outcome.failure.kind };
  if (outcome.value.kind === 'phrase-wanted') return { why: outcome.value.reason };
  return { account: outcome.value.key.account, end: outcome.value.key.last4 };
}

function told(
  place: KeyPlace,
  outcome: Result<AddOutcome>,
): { subject: string; facts: Record<string, string>; result: 'done' | 'refused' | 'failed' } {
  const facts = { exchange: place.exchange, environment: place.environment, label: place.label, ...factsOf(outcome) };
  return { subject: subjectOf(outcome), facts, result: resultOf(outcome) };
}
