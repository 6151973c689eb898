// A server of its own process, so that its work is not counted: answers every call as Binance answers a look at an order.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

const MINUTE_MS = 60_000;
const WEIGHT = 4;
const body = JSON.stringify({
  symbol: 'BTCUSDT',
  orderId: 28,
  orderListId: -1,
  clientOrderId: 'mine-1',
  price: '9.00000000',
  origQty: '1.00000000',
  executedQty: '0.00000000',
  cummulativeQuoteQty: '0.00000000',
  status: 'NEW',
  timeInForce: 'GTC',
  type: 'LIMIT',
  side: 'BUY',
  stopPrice: '0.0',
  icebergQty: '0.0',
  time: 1_499_827_319_559,
  updateTime: 1_499_827_319_559,
  isWorking: true,
  workingTime: 1_499_827_319_559,
  origQuoteOrderQty: '0.000000',
  selfTradePreventionMode: 'NONE',
});
let minute = 0;
let used = 0;

const server = createServer((request, response) => {
  const present = Math.floor(Date.now() / MINUTE_MS);
  if (present !== minute) used = 0;
  minute = present;
  used += WEIGHT;
  request.resume();
  response.writeHead(200, {
    'content-type': 'application/json;charset=UTF-8',
    'content-length': Buffer.byteLength(body),
    'x-mbx-used-weight': String(used),
    'x-mbx-used-weight-1m': String(used),
    'x-mbx-uuid': '6a2b7a8e-0f4e-4c0e-9d66-52d0f5f0a5a1',
  });
  response.end(body);
});
server.keepAliveTimeout = 60_000;
server.listen(0, '127.0.0.1', () => process.stdout.write(`${(server.address() as AddressInfo).port}\n`));
// Whoever started it closes its end of the pipe when it is done, or dies.
process.stdin.resume().once('end', () => process.exit(0));
