// What a reader can do with a page: each switch, view and key does what it says, and axe finds
// nothing to complain of.
//
// node tests/page/use.mjs BROWSER NAMETAG FOLDER [--all]

import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { axePath, openBrowser } from './browser.mjs';
import { look } from './look.mjs';

const [browserPath, nametag, folder, amount] = process.argv.slice(2);
const file = join(folder, 'page.html'), faults = [];
const check = (holds, text) => { if (!holds) faults.push(text); };

writeFileSync(join(folder, 'used.py'), `a = [1, 2, 3]
b = a
def add(items, more):
    items.append(more)
    return len(items)
n = add(b, 4)
print("four", n)
c = list(a)
d = {"lists": [a, c]}
text = "</script><b>&amp;"
loop = []
loop.append(loop)
del loop
print(text)
class Empty: pass
`);
execFileSync(nametag, ['show', join(folder, 'used.py'), '-o', file]);
const browser = await openBrowser(browserPath);
const where = (page) => page.textContent('#where');

// What WCAG asks for, as far as a program can tell.
async function axe(page, name) {
  await page.addScriptTag({ path: axePath() });
  const found = await page.evaluate(async () => (await globalThis.axe.run(document, {
    runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] }))
    .violations.map((item) => `${item.id}: ${item.help}: ${item.nodes[0].html.slice(0, 160)}`));
  for (const text of found) faults.push(`axe, ${name}: ${text}`);
}

async function with_page(address, options, use) {
  const { page, problems, close } = await browser.open(file, address, options);
  try {
    await use(page);
  } catch (error) {
    faults.push(`${address}: ${String(error).split('\n')[0]}`);
  }
  faults.push(...problems.map((text) => `${address}: ${text}`));
  await close();
}

// Steps: buttons, keys, slider, source, output, address.
await with_page('', {}, async (page) => {
  check(await where(page) === 'step 1 of 17', `it begins with ${await where(page)}`);
  check(await page.isDisabled('#back'), 'Back before the first step');
  await page.click('#last');
  check(await where(page) === 'step 17 of 17', 'Last');
  check(await page.isDisabled('#forward'), 'Forward behind the last step');
  const output = await page.textContent('#output');
  check(output === 'four 4\n</script><b>&amp;\n', `output ${JSON.stringify(output)}`);
  await page.click('#output [role=button] >> nth=0');
  check(await where(page) === 'step 8 of 17', `printed output leads to ${await where(page)}`);
  await page.waitForFunction(() => location.hash.includes('step=8'));
  await page.click('#source button >> nth=1');
  check(await where(page) === 'step 2 of 17', `line 2 leads to ${await where(page)}`);
  await page.keyboard.press('Home');
  check(await where(page) === 'step 1 of 17', 'Home');
  await page.focus('#slider');
  await page.keyboard.press('ArrowRight');
  check(await where(page) === 'step 2 of 17', 'the slider by keys');
  await page.fill('#slider', '6');
  check(await where(page) === 'step 6 of 17', 'the slider');
  check(await page.getAttribute('#sentences', 'aria-live') === 'polite', 'sentences are spoken');
  await page.focus('#source button[aria-current=step]');
  await page.keyboard.press('b');
  await page.waitForFunction(() => location.hash.includes('stops=5'));
  await page.keyboard.press('Shift+ArrowLeft');
  check(await where(page) === 'step 1 of 17', 'back to a stop');
  await page.keyboard.press('Shift+ArrowRight');
  check(await where(page) === 'step 6 of 17', 'on to a stop');
});

// Who sees a change; what a copy shares; what nothing reaches.
await with_page('#step=6', {}, async (page) => {
  const seen = await page.$$eval('.row.seer', (rows) => rows.map((row) => row.dataset.key));
  check(seen.join() === '0/a,0/b,1/items', `seen by ${seen}`);
  await page.goto(page.url().replace(/#.*/, '#step=9'));
  const shares = await page.$$eval('.object .badge', (found) => found.map((item) => item.textContent));
  check(shares.includes('copy') && shares.includes('shared'), `shares: ${shares}`);
  await page.goto(page.url().replace(/#.*/, '#step=13&tab=collector'));
  check((await page.textContent('.panel')).includes('No name reaches this one') === false,
    'the cycle is still named');
  await page.click('#forward');
  check((await page.textContent('.panel')).includes('No name reaches this one'),
    'a cycle that no name reaches');
  check(await page.locator('.object.lost').count() === 1, 'it is marked');
});

// Switches.
await with_page('#step=11', {}, async (page) => {
  const arrows = await page.locator('#arrows g').count();
  await page.click('#switches');
  await page.selectOption('#set-values', 'inline');
  check(await page.locator('.cell').count() > 3, 'small values in cells');
  check(await page.locator('#arrows g').count() < arrows, 'fewer arrows');
  await page.selectOption('#set-links', 'labels');
  check(await page.locator('#arrows g').count() === 0 && await page.locator('.chip').count() > 0,
    'labels in place of arrows');
  await page.uncheck('#counts');
  check(await page.locator('.foot').count() === 0, 'no counts and sizes');
  await page.fill('#slider', '17');
  const rows = await page.locator('.object .row').count();
  await page.selectOption('#set-detail', 'cpython');
  check(await page.locator('.object .row').count() > rows, 'CPython detail');
  await page.check('#exited');
  check(await page.locator('.frame.ended').count() === 2, 'frames that have returned');
  await page.selectOption('#set-theme', 'dark');
  await page.waitForFunction(() =>
    getComputedStyle(document.body).backgroundColor === 'rgb(23, 24, 27)');
  await page.waitForFunction(() => location.hash.includes('theme=dark'));
  const address = page.url();
  await page.goto('about:blank');
  await page.goto(address);
  await page.waitForSelector('#app[data-ready]', { state: 'attached' });
  check(await page.locator('.chip').count() > 0 && await page.locator('.foot').count() === 0 &&
    await page.locator('.frame.ended').count() === 2, 'the address keeps the switches');
});

// Search, the object's view, the tree, the heap, the bytecode.
await with_page('#step=12', {}, async (page) => {
  await page.keyboard.press('/');
  await page.keyboard.type('d');
  await page.keyboard.press('Enter');
  const panel = await page.textContent('.panel');
  check(/dict #\d+/.test(panel) && panel.includes('Held by'), `the object's view: ${panel}`);
  check(await page.locator('.object.focused').count() === 1, 'it is marked in the picture');
  for (const [wanted, found] of [['list', 'list #'], ['3', 'int #'], ['#1', 'list #1'],
    ['<script', 'nothing found']]) {
    await page.fill('#search input', wanted);
    const text = await page.textContent('.results');
    check(text.includes(found), `search for ${wanted}: ${text}`);
  }
  await page.fill('#search input', '');
  await page.click('.history button >> nth=0');
  check(await where(page) !== 'step 12 of 17', 'history leads to its step');
  await page.click('#tab-tree');
  await page.focus('[role=treeitem][tabindex="0"]');
  for (const key of ['ArrowDown', 'ArrowRight', 'ArrowDown']) await page.keyboard.press(key);
  const item = await page.evaluate(() => document.activeElement.textContent);
  check(item.includes('0: int'), `the tree by keys: ${item}`);
  const step = await where(page);
  await page.keyboard.press('Home');
  check(await where(page) === step, 'keys of the tree move no step');
  await page.click('#tab-heap');
  check(await page.locator('.cellbox.mine').count() > 3, 'cells of the heap');
  await page.click('#tab-code');
  const code = await page.textContent('.panel');
  check(code.includes('RESUME') && code.includes('stack'), 'the bytecode');
});

// Predict: a wrong and a right answer.
await with_page('#step=5&predict=names', {}, async (page) => {
  await page.click('#predict [type=submit]');
  check((await page.textContent('#verdict')).includes('Not so: '), 'a wrong answer');
  check(await where(page) === 'step 6 of 17', 'the answer leads on');
  await page.click('#switches');
  await page.selectOption('#set-predict', 'output');
  await page.fill('#slider', '7');
  await page.fill('#predict textarea', 'four 4');
  await page.click('#predict [type=submit]');
  check(await page.textContent('#verdict') === '✓ Right.', 'a right answer');
  await page.selectOption('#set-predict', 'binding');
  await page.fill('#slider', '2');
  await page.check('#predict [type=radio] >> nth=1');
  await page.click('#predict [type=submit]');
  check(await page.textContent('#verdict') === '✓ Right.', 'the binding of b');
});

// Each view by axe, in light and dark; and nothing is too wide for a narrow window.
const views = [['#step=9&tab=object&focus=1', {}],
  ['#step=12&tab=tree', { colorScheme: 'dark', viewport: { width: 375, height: 800 } }],
  ['#step=6', {}], ['#step=6', { colorScheme: 'dark' }], ['#step=12&tab=heap', {}],
  ['#step=4&tab=code', {}], ['#step=13&tab=collector', {}], ['#step=5&predict=names', {}],
  ['#step=5&links=labels', { colorScheme: 'dark' }],
  ['#step=6', { viewport: { width: 375, height: 800 } }]];
for (const [address, options] of amount === '--all' ? views : views.slice(0, 2))
  await with_page(address, options, async (page) => {
    await axe(page, address);
    const wide = await page.evaluate(() => document.documentElement.scrollWidth -
      document.documentElement.clientWidth);
    check(wide <= 0, `${address}: the page is ${wide} pixels too wide`);
  });

// A page that begins later shows the same names and objects.
{
  const part = join(folder, 'part.html');
  execFileSync(nametag, ['show', join(folder, 'used.py'), '--from', '6', '--steps', '4', '-o', part]);
  const { page, problems, close } = await browser.open(part, '#step=7&values=objects');
  const known = (box) => [box.title, box.value, box.foot, box.number, box.isNew, box.isChanged,
    box.rows?.map((row) => [row.label, row.to, row.inline, row.isMoved])].join();
  const all = async () => {
    const { where, frames, objects, sentences } = await page.evaluate(look);
    return [where, frames.map(known).sort(), objects.map(known).sort(), sentences];
  };
  const [where, ...here] = await all();
  check(where === 'step 7 of 9+', `the part says ${where}`);
  check((await page.textContent('.cut')).includes('--from 9'), 'it says how to go on');
  await page.goto(pathToFileURL(file).href + '#step=7&values=objects');
  await page.waitForSelector('#app[data-ready]');
  const [, ...whole] = await all();
  check(JSON.stringify(here) === JSON.stringify(whole),
    `the part shows ${JSON.stringify(here)}, not ${JSON.stringify(whole)}`);
  faults.push(...problems);
  await close();
}

// In an outer page, which is told where it stands and may drive it.
writeFileSync(join(folder, 'outer.html'), `<!doctype html><title>outer</title><div id="app"
data-ready></div><iframe src="page.html#embed=1" width="900" height="600"></iframe><script>
globalThis.told = [];
addEventListener('message', (event) => told.push(event.data.nametag));</script>`);
{
  const { page, problems, close } = await browser.open(join(folder, 'outer.html'));
  await page.waitForFunction(() => globalThis.told.some((item) => item.step === 1));
  await page.evaluate(() =>
    document.querySelector('iframe').contentWindow.postMessage({ nametag: { step: 4 } }, '*'));
  await page.waitForFunction(() => globalThis.told.some((item) => item.step === 4));
  check(await page.evaluate(() => globalThis.told[0].steps) === 17, 'it tells its steps');
  faults.push(...problems);
  await close();
}

await browser.close();
for (const fault of faults) console.log('  ' + fault);
process.exit(faults.length ? 1 : 0);
