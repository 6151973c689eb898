import { describe, expect, it } from 'vitest';
import { troubleText } from '../../../renderer/shell/trouble-text.ts';

describe('the sentence of a trouble', () => {
  const cases = [
    { code: 'slept', detail: '28800', says: /slept for 8 h 00 min\./ },
    { code: 'clock-stepped', detail: '3600', says: /slept for 1 h 00 min, or its clock was set forward/ },
    { code: 'clock-stepped', detail: '-90', says: /set back by 1 min 30 s/ },
    { code: 'clock-wrong', detail: 'okx -12', says: /that of OKX is 12 s away/ },
    { code: 'store-write-failed', detail: 'journal.db', says: /journal\.db/ },
  ] as const;
  for (const { code, detail, says } of cases)
    it(`${code} ${detail}`, () => expect(troubleText({ code, detail })).toMatch(says));
});
