/** What a gate's key closes, to name it. */
export function gateScope(key: string): 'ip' | 'account' | 'key' | 'other' {
  if (key.includes('|ip=')) return 'ip';
  if (key.includes('|account=')) return 'account';
  if (key.includes('|key=')) return 'key';
  return 'other';
}
