// The process that key-rig kills: adds a key, then adds, switches or removes another, and ends itself at the step named.
// Usage: node key-rig-child.ts FOLDER ACT STEP; prints the id of every key whose secret it touched.
import { writeSync } from 'node:fs';
import { materials, openService, place } from './key-rig-service.ts';

const [folder = '', act = '', step = ''] = process.argv.slice(2);
let isArmed = false;

const service = await openService(folder, (reached) => {
  if (isArmed && reached === step) process.kill(process.pid, 'SIGKILL');
});
const { adder } = service.keys;

async function add(label: 'Old' | 'New', replaces: string | null): Promise<string> {
  const outcome = await adder.add({ ...place, label, replaces }, materials[label]);
  if (!outcome.ok || outcome.value.kind !== 'added') throw new Error(`not added: ${JSON.stringify(outcome)}`);
  return outcome.value.key.id;
}

async function told<Value extends { readonly ok: boolean }>(result: Value | Promise<Value>): Promise<void> {
  const value = await result;
  if (!value.ok) throw new Error(`${act}: ${JSON.stringify(value)}`);
}

const old = await add('Old', null);
writeSync(1, `${old}\n`);
if (act === 'add') {
  isArmed = true;
  await add('New', old);
} else {
  const next = await add('New', old);
  writeSync(1, `${next}\n`);
  isArmed = true;
  if (act === 'switch') await told(service.handlers['keys.switch']({ newKey: next }));
  else await told(service.handlers['keys.remove']({ key: next, label: 'New' }));
}
// The last step: all is done, and nothing is closed.
process.kill(process.pid, 'SIGKILL');
