import { describe, expect, it, vi } from 'vitest';
import { preloadPipe } from '../../../renderer/bridge/preload-pipe.ts';
import { PRELOAD_PIPE } from '../../../shared/contract/channels.ts';

describe('preloadPipe', () => {
  it('passes messages both ways through what a preload offers', () => {
    const offered = { post: vi.fn(), onMessage: vi.fn() };
    const listener = (): void => undefined;
    const pipe = preloadPipe({ [PRELOAD_PIPE]: offered });
    pipe?.post('hello');
    pipe?.onMessage(listener);
    expect(offered.post).toHaveBeenCalledWith('hello');
    expect(offered.onMessage).toHaveBeenCalledWith(listener);
  });

  const refused = [
    { name: 'finds none in a browser', page: {} },
    { name: 'takes nothing that lacks a method', page: { [PRELOAD_PIPE]: { post: () => undefined } } },
    { name: 'takes no text', page: { [PRELOAD_PIPE]: 'pipe' } },
  ];
  for (const { name, page } of refused) it(name, () => expect(preloadPipe(page)).toBeNull());
});
