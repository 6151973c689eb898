// Published vectors of web-socket-api.md, 2026-07: payloads without their first member, the apiKey.
export const socketVectors: readonly { readonly name: string; readonly rest: string; readonly signature: string }[] = [
  {
    name: 'order.place',
    rest: 'price=52000.00&quantity=0.01000000&recvWindow=100&side=SELL&symbol=BTCUSDT&timeInForce=GTC&timestamp=1645423376532&type=LIMIT',
    signature: 'aa1b5712c094bc4e57c05a1a5c1fd8d88dcd628338ea863fec7b88e59fe2db24',
  },
  {
    name: 'order.place with a raw UTF-8 symbol',
    rest: 'price=0.10000000&quantity=1.00000000&recvWindow=5000&side=BUY&symbol=１２３４５６&timeInForce=GTC&timestamp=1645423376532&type=LIMIT',
    signature: 'b33892ae8e687c939f4468c6268ddd4c40ac1af18ad19a064864c47bae0752cd',
  },
  {
    name: 'session.logon',
    rest: 'timestamp=1649729878532',
    signature: '1cf54395b336b0a9727ef27d5d98987962bc47aca6e13fe978612d0adee066ed',
  },
  {
    name: 'order.place, order.test',
    rest: 'price=23416.10000000&quantity=0.00847000&side=SELL&symbol=BTCUSDT&timeInForce=GTC&timestamp=1660801715431&type=LIMIT',
    signature: '15af09e41c36f3cc61378c2fbe2c33719a03dd5eba8d0f9206fbda44de717c88',
  },
  {
    name: 'order.cancel',
    rest: 'origClientOrderId=4d96324ff9d44481926157&symbol=BTCUSDT&timestamp=1660801715830',
    signature: '33d5b721f278ae17a52f004a82a6f68a70c68e7dd6776ed0be77a455ab855282',
  },
  {
    name: 'openOrders.cancelAll',
    rest: 'symbol=BTCUSDT&timestamp=1660805557200',
    signature: '773f01b6e3c2c9e0c1d217bc043ce383c1ddd6f0e25f8d6070f2b66a6ceaf3a5',
  },
  {
    name: 'account.status',
    rest: 'timestamp=1660801839480',
    signature: '83303b4a136ac1371795f465808367242685a9e3a42b22edb4d977d0696eb45c',
  },
  {
    name: 'order.status',
    rest: 'orderId=12569099453&symbol=BTCUSDT&timestamp=1660801720951',
    signature: '2c3aab5a078ee4ea465ecd95523b77289f61476c2f238ec10c55ea6cb11a6f35',
  },
  {
    name: 'openOrders.status',
    rest: 'symbol=BTCUSDT&timestamp=1660813156812',
    signature: 'd632b3fdb8a81dd44f82c7c901833309dd714fe508772a89b0a35b0ee0c48b89',
  },
  {
    name: 'allOrders',
    rest: 'endTime=1660867200000&limit=5&startTime=1660780800000&symbol=BTCUSDT&timestamp=1661955123341',
    signature: 'f50a972ba7fad92842187643f6b930802d4e20bce1ba1e788e856e811577bd42',
  },
  {
    name: 'myTrades',
    rest: 'endTime=1660867200000&startTime=1660780800000&symbol=BTCUSDT&timestamp=1661955125250',
    signature: 'c5a5ffb79fd4f2e10a92f895d488943a57954edf5933bde3338dfb6ea6d6eefc',
  },
  {
    name: 'account.rateLimits.orders',
    rest: 'timestamp=1660801839500',
    signature: '76289424d6e288f4dc47d167ac824e859dabf78736f4348abbbac848d719eb94',
  },
];

// rest-api.md and web-socket-api.md, 2026-07: their private key is not published, so they only show the encoding on the wire.
export const rsaSignatures: readonly string[] = [
  'HZ8HOjiJ1s/igS9JA+n7+7Ti/ihtkRF5BIWcPIEluJP6tlbFM/Bf44LfZka/iemtahZAZzcO9TnI5uaXh3++lrqtNonCwp6/245UFWkiW1elpgtVAmJPbogcAv6rSlokztAfWk296ZJXzRDYAtzGH0gq7CgSJKfH+XxaCmR0WcvlKjNQnp12/eKXJYO4tDap8UCBLuyxDnR7oJKLHQHJLP0r0EAVOOSIbrFang/1WOq+Jaq4Efc4XpnTgnwlBbWTmhWDR1pvS9iVEzcSYLHT/fNnMRxFc7u+j3qI//5yuGuu14KR0MuQKKCSpViieD+fIti46sxPTsjSemoUKp0oXA==',
  'qJtv66wyp/1mZE+mIFAAMUoTe8xkmLN7/eAZjuC9x1ocxovItHLl/sNK7Wq8QjgiHqGn0bb8P7yVvGBEd1gFe71NQ8aM0M+JNIMz5UFxfeA53rXjFlvsyH1Sig+OuO9Nz5nhCaJ6bEfj2iuv7w27pB3L8MVqmoCi6D9C/QMiLxtPaR70CxtnvoOlIgPmpv2bQy029A31NEK19ieVLkoyp1EUkXRaX3v0mohx8yMnUG1dhX9nUg3Oy8TYZ03DQy7kHDGkMKisNX7rt/GuGx1HIgjFclDGLsbAFIodvSLjm9FbseasMELoxlAJDlwRnW8zo5sQmL0Fz7ao935QBynrng==',
  'OJJaf8C/3VGrU4ATTR4GiUDqL2FboSE1Qw7UnnoYNfXTXHubIl1iaePGuGyfct4NPu5oVEZCH4Q6ZStfB1w4ssgu0uiB/Bg+fBrRFfVgVaLKBdYHMvT+ljUJzqVaeoThG9oXlduiw8PbS9U8DYAbDvWN3jqZLo4Z2YJbyovyDAvDTr/oC0+vssLqP7NmlNb3fF3Bj7StmOwJvQJTbRAtzxK5PP7OQe+0mbW+D7RqVkUiSswR8qJFWTeSe4nXXNIdZdueYhF/Xf25L+KitJS5IHdIHcKfEw3MQzHFb2ZsGWkjDQwxkwr7Noi0Zaa+gFtxCuatGFm9dFIyx217pmSHtA==',
  'F3o/79Ttvl2cVYGPfBOF3oEOcm5QcYmTYWpdVIrKve5u+8paMNDAdUE+teqMxFM9HcquetGcfuFpLYtsQames5bDx/tskGM76TWW8HaM+6tuSYBSFLrKqChfA9hQGLYGjAiflf1YBnDhY+7vNbJFusUborNOloOj+ufzP5q42PvI3H0uNy3W5V3pyfXpDGCBtfCYYr9NAqA4d+AQfyllL/zkO9h9JSdozN49t0/hWGoD2dWgSO0Je6MytKEvD4DQXGeqNlBTB6tUXcWnRW+FcaKZ4KYqnxCtb1u8rFXUYgFykr2CbcJLSmw6ydEJ3EZ/NaZopRr+cU0W2m0HZ3qucw==',
];
