import { runOrders } from '/work/main/test/rig/orders.ts';
const t=Date.now();
const f=await runOrders({count:Number(process.argv[2]??100),seed:process.argv[3]??'1',onOdd:(x)=>console.log(x)});
console.log(JSON.stringify(f),Date.now()-t,'ms');
