import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseReply } from '../../../electron/engine/client/reply-json.ts';
import { parseJson } from '../../../electron/engine/json.ts';

describe('an answer is read as everywhere else, only sooner', () => {
  const cases = [
    ['an order id beyond 2^53', '{"orderId":9007199254740993}', { orderId: '9007199254740993' }],
    ['zeros that a double drops', '[1.10, 0.0]', ['1.10', '0.0']],
    ['an exponent', '{"a":1e3}', { a: '1e3' }],
    ['minus zero', '[-0]', ['-0']],
    [
      'plain figures',
      '{"code":-1021,"msg":"x: 1.50","t":1499827319559}',
      { code: -1021, msg: 'x: 1.50', t: 1499827319559 },
    ],
    ['a lone number', '12345678901234567890', '12345678901234567890'],
    ['a byte order mark', '\ufeff{"a":1}', { a: 1 }],
    ['HTML', '<html>', undefined],
    ['nothing', '', undefined],
  ] as const;
  for (const [name, text, value] of cases) it(name, () => expect(parseReply(text)).toEqual(value));

  it.each(['{"__proto__":{"a":1},"b":2}', '{"\\u005f_proto__":{"a":1},"b":2}'])('drops a prototype: %s', (text) => {
    expect(Object.keys(parseReply(text) as object)).toEqual(['b']);
  });

  it('whatever the text', () => {
    const pieces = ['{', '}', '[', ']', ':', ',', '"a"', '0', '-0', '17', '1.0', '2e1', ' ', '\n', '9007199254740993'];
    const text = fc.array(fc.constantFrom(...pieces), { maxLength: 9 }).map((parts) => `[${parts.join('')}]`);
    fc.assert(
      fc.property(fc.oneof(text, fc.json()), (json) => {
        expect(parseReply(json)).toEqual(parseJson(json));
      }),
    );
  });
});
