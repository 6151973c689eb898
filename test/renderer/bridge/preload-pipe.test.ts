import { describe, expect, it } from 'vitest';
import { PRELOAD_PIPE } from '../../../shared/contract/channels.ts';
import { preloadPipe } from '../../../renderer/bridge/preload-pipe.ts';

const pipe = { post: () => {}, onMessage: () => {}, onClose: () => {}, close: () => {} };

describe('preloadPipe', () => {
  const cases = [
    { name: 'takes the pipe a preload offers', page: { [PRELOAD_PIPE]: pipe }, found: pipe },
    { name: 'finds none in a browser', page: {}, found: null },
    { name: 'takes nothing that lacks a method', page: { [PRELOAD_PIPE]: { ...pipe, close: undefined } }, found: null },
    { name: 'takes no text', page: { [PRELOAD_PIPE]: 'pipe' }, found: null },
  ];
  for (const { name, page, found } of cases) it(name, () => expect(preloadPipe(page)).toBe(found));
});
