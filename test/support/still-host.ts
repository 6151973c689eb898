// The headless host as `npm start` runs it, on practice exchanges whose prices stand still and whose books nobody else
// trades in, so that what an order meets is known beforehand. Usage: node still-host.ts FLAGS.
import { join } from 'node:path';
import { parseFlags } from '../../electron/hosts/headless/flags.ts';
import { startHeadless } from '../../electron/hosts/headless/main.ts';
import { startPracticeBinance } from '../../electron/practice/binance/index.ts';
import { startPracticeKraken } from '../../electron/practice/kraken/index.ts';
import { startPracticeOkx } from '../../electron/practice/okx/index.ts';
import { practiceWorldOf } from '../../electron/practice/practice-world.ts';

const root = join(import.meta.dirname, '..', '..');

const host = await startHeadless({
  flags: parseFlags(process.argv.slice(2)),
  version: '0.0.0',
  page: join(root, 'dist', 'renderer'),
  spentMs: {},
  print: (line) => void process.stdout.write(`${line}\n`),
  complain: (line) => void process.stderr.write(`${line}\n`),
  async startWorld({ seed }) {
    const [binance, okx, kraken] = await Promise.all([
      startPracticeBinance({ seed, isMoving: false }),
      startPracticeOkx({ seed, isMoving: false }),
      startPracticeKraken({ seed, isMoving: false }),
    ]);
    return practiceWorldOf({ binance, okx, kraken });
  },
});
process.on('SIGTERM', () => void host.stop().then(() => process.exit(0)));
