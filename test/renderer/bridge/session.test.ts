import { describe, expect, it } from 'vitest';
import { openSession, takeCode } from '../../../renderer/bridge/session.ts';

function place(hash: string) {
  const replaced: (string | URL | null | undefined)[] = [];
  const code = takeCode(
    { hash, pathname: '/', search: '' },
    { replaceState: (_data, _title, url) => void replaced.push(url) },
  );
  return { code, replaced };
}

describe('takeCode', () => {
  const cases = [
    { name: 'takes the code and cleans the address', hash: '#code=abc-_1', code: 'abc-_1', replaced: ['/'] },
    { name: 'cleans an empty code away too', hash: '#code=', code: null, replaced: ['/'] },
    { name: 'leaves a page address alone', hash: '#/settings', code: null, replaced: [] },
    { name: 'leaves a bare address alone', hash: '', code: null, replaced: [] },
  ];
  for (const { name, hash, code, replaced } of cases) {
    it(name, () => expect(place(hash)).toEqual({ code, replaced }));
  }
});

describe('openSession', () => {
  const answers = [
    { name: 'opens with a token', status: 200, body: '{"token":"t"}', result: { kind: 'open', token: 't' } },
    { name: 'is refused for a used code', status: 401, body: '{"failure":"used"}', result: { kind: 'refused' } },
    { name: 'does not blame the code for a broken host', status: 503, body: '', result: { kind: 'unreachable' } },
    {
      name: 'does not take a reply of another shape',
      status: 200,
      body: '{"token":""}',
      result: { kind: 'unreachable' },
    },
    { name: 'does not take HTML', status: 200, body: '<html>', result: { kind: 'unreachable' } },
  ];
  for (const { name, status, body, result } of answers) {
    it(name, async () =>
      expect(await openSession('c', () => Promise.resolve(new Response(body, { status })))).toEqual(result),
    );
  }

  it('sends the code in the body alone, without cookies', async () => {
    const asked: [unknown, RequestInit | undefined][] = [];
    await openSession('secret', (input, init) => {
      asked.push([input, init]);
      return Promise.resolve(new Response('{}', { status: 401 }));
    });
    expect(asked).toEqual([
      [
        '/session',
        expect.objectContaining({ method: 'POST', body: '{"code":"secret"}', credentials: 'omit', redirect: 'error' }),
      ],
    ]);
  });

  it('says unreachable when nothing answers', async () => {
    expect(await openSession('c', () => Promise.reject(new TypeError('failed')))).toEqual({ kind: 'unreachable' });
  });
});
