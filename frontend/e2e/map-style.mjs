// A map of another house: its style and tiles are drawn with its credits, the policy lets that origin in and no other,
// and where its style fails or never answers, the bundled map is drawn with a word.
// `node e2e/map-style.mjs SITE PORT`: the configuration of SITE names http://127.0.0.1:PORT/style-{scheme}.json; exits 1 where a fact does not hold.
import { createServer } from 'node:http';
import { deflateSync, crc32 } from 'node:zlib';
import { SITE, withPeople } from './people.mjs';

const PORT = Number(process.argv[3]);
const HOUSE = `http://127.0.0.1:${PORT}`;
const SEA = [0xdb, 0xe6, 0xe6];
const COLOURS = { light: [200, 30, 120], dark: [40, 20, 160] };

function told(words, holds, seen = '') {
  console.log(`${holds ? 'yes ' : 'NO  '} ${words}${holds ? '' : `: ${JSON.stringify(seen)}`}`);
  if (!holds) process.exitCode = 1;
}

/** Return a picture of one colour, as tiles are. */
function png([red, green, blue], size = 256) {
  const chunk = (type, data) => {
    const body = Buffer.concat([Buffer.from(type), data]);
    const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
    length.writeUInt32BE(data.length);
    sum.writeUInt32BE(crc32(body));
    return Buffer.concat([length, body, sum]);
  };
  const head = Buffer.alloc(13);
  head.writeUInt32BE(size, 0);
  head.writeUInt32BE(size, 4);
  head.set([8, 2], 8);
  const row = Buffer.from([0, ...Array.from({ length: size }, () => [red, green, blue]).flat()]);
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  return Buffer.concat([signature, chunk('IHDR', head), chunk('IDAT', deflateSync(Buffer.concat(Array(size).fill(row)))), chunk('IEND', Buffer.alloc(0))]);
}

const style = (scheme) => ({
  version: 8,
  sources: { house: { type: 'raster', tiles: [`${HOUSE}/${scheme}/{z}/{x}/{y}.png`], tileSize: 256, attribution: '© The other house' } },
  layers: [{ id: 'house', type: 'raster', source: 'house' }],
});

/** `how` the style is answered: well, refused, or never. */
let how = 'well';
const asked = [];
const house = createServer((request, answer) => {
  asked.push(request.url);
  answer.setHeader('access-control-allow-origin', '*');
  const [, scheme] = /^\/style-(\w+)\.json$/.exec(request.url) ?? [];
  const [, tile] = /^\/(light|dark)\/\d+\/\d+\/\d+\.png$/.exec(request.url) ?? [];
  if (tile) answer.setHeader('content-type', 'image/png').end(png(COLOURS[tile]));
  else if (!scheme) answer.writeHead(404).end();
  else if (how === 'well') answer.setHeader('content-type', 'application/json').end(JSON.stringify(style(scheme)));
  else if (how === 'refused') answer.writeHead(503).end();
});
const listens = (server, port) => new Promise((done) => server.listen(port, '127.0.0.1', done));
const stranger = createServer((_, answer) => answer.setHeader('access-control-allow-origin', '*').end('{}'));
await Promise.all([listens(house, PORT), listens(stranger, 0)]);

/** Return the colour in the middle of the map, as it is seen. */
async function colour(page) {
  const { x, y, width, height } = await page.locator('.maplibregl-canvas').boundingBox();
  const picture = (await page.screenshot({ clip: { x: x + width / 2, y: y + height * 0.7, width: 2, height: 2 } })).toString('base64');
  return page.evaluate(async (data) => {
    const image = Object.assign(new Image(), { src: `data:image/png;base64,${data}` });
    await image.decode();
    const canvas = Object.assign(document.createElement('canvas'), { width: 2, height: 2 }).getContext('2d');
    canvas.drawImage(image, 0, 0);
    return [...canvas.getImageData(0, 0, 1, 1).data.slice(0, 3)];
  }, picture);
}

const alike = (seen, wanted) => seen.every((part, at) => Math.abs(part - wanted[at]) < 14); // a meridian of the bundled map is as near to its sea

/** Wait until the map shows a colour; return the last one seen. */
async function shows(page, wanted) {
  for (let left = 40; ; left--) {
    const seen = await colour(page);
    if (alike(seen, wanted) || left === 0) return seen;
    await page.waitForTimeout(150);
  }
}

await withPeople(async (person) => {
  const FALLBACK = 'The other map does not answer; this is the simple one.';
  const refused = [];
  for (const scheme of ['light', 'dark']) {
    const page = await person({ colorScheme: scheme });
    page.on('console', (line) => /Content.Security.Policy/i.test(line.text()) && refused.push(line.text()));
    await page.goto(`${SITE}/map?lat=-40&lng=-130&z=3`); // open sea: no mark is in the way
    await page.locator('.maplibregl-canvas').waitFor();
    const seen = await shows(page, COLOURS[scheme]);
    told(`The other house’s ${scheme} tiles are drawn`, alike(seen, COLOURS[scheme]), [seen, asked]);
    told('with its credits instead of ours', (await page.getByText('© The other house').count()) === 1 && (await page.getByText('Natural Earth').count()) === 0);
    if (scheme === 'dark') continue;
    told('The policy refuses nothing of it', refused.length === 0, refused);
    const said = page.waitForEvent('console', (line) => /Content.Security.Policy/i.test(line.text()));
    const other = await page.evaluate((url) => fetch(url).then(() => 'let in', (error) => error.name), `http://127.0.0.1:${stranger.address().port}/`);
    await said;
    told('and lets no other origin in', other === 'TypeError', other);
  }
  for (how of ['refused', 'never']) {
    const page = await person();
    const bundled = page.waitForResponse(/base-map\.json/);
    await page.goto(`${SITE}/map?lat=-40&lng=-130&z=3`);
    await page.getByRole('status').filter({ hasText: FALLBACK }).waitFor();
    await bundled;
    const seen = await shows(page, SEA);
    told(`A style that is ${how === 'never' ? 'never answered' : 'refused'}: the bundled map is drawn, with a word and its own credits`, alike(seen, SEA) && (await page.getByText('Natural Earth').count()) === 1, seen);
  }
});
house.closeAllConnections();
house.close();
stranger.close();
