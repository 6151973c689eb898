// Calls one server by both transports with the surroundings it was started in, and prints what came of it.
// Usage: node tls-child.ts PORT
import { undiciSockets } from '../../electron/adapters/socket/undici-socket.ts';
import { undiciTransport } from '../../electron/adapters/transport/undici-transport.ts';
import { callBoth } from './tls-server.ts';

const isAllowed = (): boolean => true;
const told = await callBoth(Number(process.argv[2]), {
  rest: undiciTransport({ isAllowed, connections: 1 }),
  sockets: undiciSockets({ isAllowed, maxMessageBytes: 1_000, connectTimeoutMs: 3_000 }),
});
process.stdout.write(JSON.stringify(told));
