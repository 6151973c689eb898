import { describe, expect, it } from 'vitest';
import { pipePair } from '../../shared/contract/pipe.ts';
import { flush } from '../support/fake-clock.ts';

describe('two joined pipes', () => {
  it('carry messages both ways, in order, later and as copies', async () => {
    const [left, right] = pipePair();
    const seen: unknown[] = [];
    right.onMessage((message) => seen.push(message));
    const sent = { list: [1] };
    left.post(sent);
    left.post('second');
    sent.list.push(2);
    expect(seen).toEqual([]);
    await flush();
    expect(seen).toEqual([{ list: [1] }, 'second']);
    const back: unknown[] = [];
    left.onMessage((message) => back.push(message));
    right.post(3);
    await flush();
    expect(back).toEqual([3]);
  });

  it('keep what came before anybody listened', async () => {
    const [left, right] = pipePair();
    left.post(1);
    left.post(2);
    await flush();
    const seen: unknown[] = [];
    right.onMessage((message) => seen.push(message));
    expect(seen).toEqual([1, 2]);
  });

  it('replace the listener', async () => {
    const [left, right] = pipePair();
    const first: unknown[] = [];
    const second: unknown[] = [];
    right.onMessage((message) => first.push(message));
    right.onMessage((message) => second.push(message));
    left.post(1);
    await flush();
    expect([first, second]).toEqual([[], [1]]);
  });

  it('close both ends once and carry nothing after', async () => {
    const [left, right] = pipePair();
    const closed: string[] = [];
    const seen: unknown[] = [];
    left.onClose(() => closed.push('left'));
    right.onClose(() => closed.push('right'));
    right.onMessage((message) => seen.push(message));
    left.post('under way');
    right.close();
    left.close();
    left.post('late');
    await flush();
    expect([closed.toSorted(), seen]).toEqual([['left', 'right'], []]);
  });
});
