import { readForeignKeys } from '../../../../electron/engine/vault/import/read-foreign-keys.ts';

/** Keys of the right form that belong to nobody. */
export const BINANCE = {
  key: 'kQ7vT2mXw9LrB4nZs8PdG1hJf6CyA3eUoR5iVtKlMxNbWqEzDgHcYjSpFuOaIT42',
  secret: 'Zx8NcVb2mQwErTy7UiOpAs5DfGhJkL1zXcVbNm9QwErTyU3iOpAsDfGhJkL4zXc6',
};
export const OKX = {
  key: '1f2e3d4c-5b6a-4978-8695-a4b3c2d1e0f9',
  secret: '22582BD0CFF14C41EDBF1AB98506286D',
  passphrase: 'Desk-2026!',
};
export const KRAKEN = {
  key: 'HB2yPzcF3dS9mVq/8nXrL+tK0wJ5uGe7aZ1oCi4Yb6RkTxNvQ2pMhDsW',
  secret: 'kQH5HW/8p1uGOVjbgWA7FunAmGO8lsSUXNsu3eow76sz84Q18fWxnyRzBHCd3pd5nE9qa99HAZtuZuj6F1huXg==',
};

/** A row of what was found, secrets opened, as a table can say it. */
export interface Row {
  readonly exchange: string | null;
  readonly label: string;
  readonly environment: string | null;
  readonly problem: string | null;
  readonly key: string | null;
  readonly secret: string | null;
  readonly passphrase: string | null;
}

export function rowsOf(text: string): readonly Row[] {
  return readForeignKeys(text).keys.map(({ item, material }) => ({
    exchange: item.exchange,
    label: item.label,
    environment: item.environment,
    problem: item.problem,
    key: material?.apiKey ?? null,
    secret: material?.secret.use((value) => value) ?? null,
    passphrase: material?.passphrase?.use((value) => value) ?? null,
  }));
}

/** A usable key as `rowsOf` shows it. */
export function row(
  exchange: string,
  label: string,
  found: { key: string; secret: string; passphrase?: string },
  environment: string | null = null,
): Row {
  return { exchange, label, environment, problem: null, passphrase: null, ...found };
}
