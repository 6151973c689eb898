import { runKills } from './orders-kill.ts';
console.log(await runKills(1));
