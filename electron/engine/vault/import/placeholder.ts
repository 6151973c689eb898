const WORDS =
  'your|my|insert|enter|put|paste|add|replace|change|changeme|example|sample|dummy|fake|test|todo|fixme|secret|key|api|apikey|password|passphrase|none|null|undefined|here|redacted';

/** Text that stands for a value to be filled in: a template, a word, a run of one character. */
const PLACEHOLDERS: readonly RegExp[] = [
  /\$\{|\{\{|\$\(/,
  /^\$[A-Za-z_]\w*$/,
  /^%[^%]+%$/,
  /^<[^>]*>$|^\[[^\]]*\]$|^\{[^}]*\}$/,
  /^(.)\1*$/s,
  /\.{3}|…|\*{3}/,
  // A word that ends: a real key of random letters does not go on with a space or an underscore.
  new RegExp(`^(?:${WORDS})(?:[\\s_-]|$)`, 'i'),
  /^(?:your|my)(?:api|secret|key|pass|private|binance|okx|kraken)/i,
  // Words only, as `binance-api-key`.
  /^[a-z]+(?:[ _-][a-z]+)+$/i,
  // References that a secret manager resolves.
  /^(?:op|vault|aws|gcp|doppler|keyring|file|env|secret):/i,
];

/** Whether a key or secret stands for one that is yet to be filled in. */
export function isPlaceholder(text: string): boolean {
  const trimmed = text.trim();
  // Patterns are anchored to short texts; a private key in PEM never is one.
  return trimmed.length <= 200 && PLACEHOLDERS.some((pattern) => pattern.test(trimmed));
}

/** Whether a passphrase is: people choose words, so only templates count. */
export function isTemplate(text: string): boolean {
  return /\$\{|\{\{|^<[^>]*>$|^your|^\$[A-Za-z_]\w*$/i.test(text.trim().slice(0, 200));
}
