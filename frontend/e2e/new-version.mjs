// A new version of the site comes out while Ada writes: it is offered, her page goes on as it was, no word is lost,
// and of three versions the files of two are kept.
// `node e2e/new-version.mjs [site]` against a running system with its demo world; what it wrote is deleted again.
import { createServer } from 'node:http';
import { deletes, fact, publishes, SITE, withPeople } from './people.mjs';

/** The site at another address, where a number is its version: what a deploy changes is changed on the way. */
async function publishedSite() {
  const site = { version: 1, address: '', gone: null, close: () => server.close() };
  const server = createServer(async ({ url }, answer) => {
    const found = await fetch(SITE + url);
    const headers = Object.fromEntries([...found.headers].filter(([name]) => !/^(content-(encoding|length)|transfer-encoding|connection)$/.test(name)));
    let body = Buffer.from(await found.arrayBuffer());
    if (url === '/service-worker.js') {
      const text = body.toString();
      site.gone ??= /"(\/assets\/notifications-page-[^"]+\.js)"/.exec(text)[1];
      body = text.replace(/self\.VERSION="\w+/, `$&-${site.version}`);
      if (site.version > 1) body = body.replace(`"${site.gone}",`, '');
    } else if (found.headers.get('content-type')?.startsWith('text/html')) body = body.toString().replace('<head>', `<head><meta name="version" content="${site.version}">`);
    const isGone = site.version > 1 && url === site.gone;
    answer.writeHead(isGone ? 404 : found.status, headers).end(isGone ? '' : body);
  });
  await new Promise((ready) => server.listen(0, '127.0.0.1', ready));
  site.address = `http://127.0.0.1:${server.address().port}`;
  return site;
}

/** Come back to the tab, which is when a page looks for a new version, until it is offered: a look under way may be too early. */
async function comesBackUntil(page, offer) {
  for (let tries = 0; (await offer.count()) === 0 && tries < 30; tries++) {
    await page.evaluate(() => void document.dispatchEvent(new Event('visibilitychange')));
    await offer.waitFor({ timeout: 2000 }).catch(() => undefined);
  }
  await offer.waitFor();
}

const versionOf = (page) => page.evaluate(() => document.querySelector('meta[name=version]').content);
const shellsOf = (page) => page.evaluate(async () => (await caches.keys()).filter((name) => name.startsWith('waymark-shell-')).map((name) => name.split('-').at(-1)));

const site = await publishedSite();
try {
  await withPeople(async (person) => {
    const ada = await person({ serviceWorkers: 'allow' });
    const offer = ada.getByText('A newer Waymark is here');
    const body = ada.getByLabel('Text, in Markdown');
    const comment = ada.getByLabel('Your comment');

    await ada.goto(`${site.address}/sign-in?to=/write`);
    await ada.getByRole('button', { name: 'Ada Moreau' }).click();
    await ada.getByLabel('What is it called?').fill(`Written across versions, ${new Date().toISOString()}`);
    await ada.keyboard.press('Enter');
    await body.fill('Begun under the first version.');
    await ada.waitForFunction(() => navigator.serviceWorker.controller !== null);
    const draft = ada.url().split('/').at(-1);
    await ada.evaluate(() => (window.isStillHere = true));
    if ((await offer.count()) !== 0) throw new Error('The first version was offered as a new one.');

    site.version = 2;
    await comesBackUntil(ada, offer);
    if (!(await ada.evaluate(() => window.isStillHere)) || (await versionOf(ada)) !== '1') throw new Error('The page was loaded anew unasked.');
    if ((await body.inputValue()) !== 'Begun under the first version.') throw new Error('Words were lost.');
    fact('A new version is offered, and the page goes on as it was');

    await ada.getByRole('link', { name: /Notifications/ }).click();
    await ada.getByRole('heading', { level: 1, name: 'Notifications' }).waitFor();
    await ada.goBack();
    await body.waitFor();
    fact('Files that the new version no longer has still open pages of the old one');

    await body.pressSequentially(' And more');
    await ada.getByRole('button', { name: 'Load it' }).click();
    await ada.waitForFunction(() => document.querySelector('meta[name=version]')?.content === '2');
    await body.waitFor();
    const restore = ada.getByRole('button', { name: 'Restore' });
    await ada.waitForFunction(() => /And more/.test(document.querySelector('.draft-body').value) || document.querySelector('.draft-left'));
    if (await restore.isVisible()) await restore.click();
    await ada.waitForFunction(() => /And more/.test(document.querySelector('.draft-body').value));
    fact('It is loaded when asked for, and the words of the last keystroke are there');

    const published = await publishes(ada, `Talked about across versions, ${new Date().toISOString()}`);
    await ada.goto(`${site.address}/posts/${published}`);
    await comment.fill('Half a thought');
    site.version = 3;
    await comesBackUntil(ada, offer);
    await ada.getByRole('button', { name: 'Load it' }).click();
    await ada.waitForFunction(() => document.querySelector('meta[name=version]')?.content === '3');
    await comment.waitFor();
    if ((await comment.inputValue()) !== 'Half a thought') throw new Error('The comment was lost.');
    fact('So is a comment that was not sent');

    const shells = await shellsOf(ada);
    if (shells.join() !== '2,3') throw new Error(`Kept are the files of ${shells.join(', ')}.`);
    fact('Of three versions the files of the last two are kept');
    for (const id of [draft, published]) await deletes(ada, id);
  });
} finally {
  site.close();
}
