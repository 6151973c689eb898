import { launchBrowser, look } from './test/support/browser.ts';
import { startFakeHost } from './test/support/fake-host.ts';
const which = process.argv[2] ?? 'all';
const browser = await launchBrowser();
const host = await startFakeHost();
const sizes = [[1280,800],[1920,1080],[900,600]] as const;
for (const scheme of ['dark','light'] as const) for (const [width,height] of sizes) {
  if (which !== 'all' && which !== `${scheme}-${width}`) continue;
  const one = await look(browser, host.origin, { scheme, width, height });
  await one.page.goto(host.link());
  await one.page.locator('[data-bucket-row]').first().waitFor();
  await one.page.waitForTimeout(2500); await one.page.screenshot({ path: `/tmp/shots/b-overview-${scheme}-${width}-closed.png` });
  if (await one.page.locator('.plot__hand').count() === 0) await one.page.locator('[data-bucket-row]').nth(1).click();
  await one.page.locator('.plot__hand').waitFor({timeout: 8000}).catch(e => console.log('no plot', String(e).slice(0,100)));
  await one.page.getByRole('button', { name: 'Understood' }).click({timeout:1500}).catch(() => {});
  await one.page.waitForTimeout(2500);
  await one.page.screenshot({ path: `/tmp/shots/b-overview-${scheme}-${width}.png` });
  const hand = await one.page.locator('.plot__hand').boundingBox().catch(() => null);
  if (hand) { await one.page.mouse.move(hand.x + hand.width*0.4, hand.y+60); await one.page.waitForTimeout(200); }
  await one.page.screenshot({ path: `/tmp/shots/b-overview-${scheme}-${width}-hover.png` });
  console.log(scheme, width, one.complaints.slice(0,5));
  await one.close();
}
await host.close(); await browser.close();
