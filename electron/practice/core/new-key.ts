/** What the owner of an account asks for when making a key on the exchange's site. */
export interface NewKeyRequest {
  /**
   * Rights in the exchange's own words. Those that are true are granted, the rest are not; a name the exchange does not
   * know stands for a right of the future and is shown as given.
   */
  readonly flags: Readonly<Record<string, boolean>>;
  readonly label?: string;
  /** Default: the first account. One that does not exist is opened, without funds. */
  readonly accountId?: string;
  /** Addresses and CIDR networks; none: from anywhere. */
  readonly ips?: readonly string[];
  /** Kraken: the key expires. Binance: its right to trade lapses. OKX knows no such time. */
  readonly expiresAtMs?: number;
  /** Binance alone: an Ed25519 or RSA public key (SPKI PEM) in place of a shared secret. */
  readonly publicKeyPem?: string;
}

/** A new key as its owner gets it, this once. */
export interface GivenKey {
  readonly apiKey: string;
  /** Null where the owner registered a public key and keeps the other half. */
  readonly secret: string | null;
  /** OKX only. */
  readonly passphrase: string | null;
  readonly accountId: string;
}

export type IssueKey = (request: NewKeyRequest) => GivenKey;

export function grantedIn({ flags }: NewKeyRequest): readonly string[] {
  return Object.keys(flags).filter((name) => flags[name] === true);
}
