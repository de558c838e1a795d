// Pictures of the page, for people to look at: docs/gallery/.
//
// node tests/page/gallery.mjs BROWSER NAMETAG FOLDER

import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { openBrowser } from './browser.mjs';

const [browserPath, nametag, folder] = process.argv.slice(2);
const out = 'docs/gallery';

const pictures = [
  ['shallow-copy', 'examples/notes/4-8-shallow-copy.py', '#step=3', {}],
  ['who-sees-a-change', 'examples/notes/4-8-shallow-copy.py', '#step=4', { colorScheme: 'dark' }],
  ['structures', 'tests/page/structures.py', '#step=71', {}],
  ['cycle', 'tests/page/structures.py', '#step=81&tab=collector', {}],
  ['scopes', 'examples/notes/2-9-scopes.py', '#step=8', {}],
  ['object', 'examples/notes/2-6-nested-pitfall.py', '#step=4&tab=object&focus=1', {}],
  ['heap', 'examples/notes/5-12-cells-are-used-again.py', '#step=5&tab=heap', {}],
  ['bytecode', 'examples/notes/3-6-a-new-object-first.py', '#step=3&tab=code', {}],
  ['predict', 'examples/ideas/01-second-name-second-object.py', '#step=3&predict=names', {}],
  ['narrow', 'examples/notes/1-1-two-names.py', '#step=4',
    { viewport: { width: 420, height: 900 } }],
];

mkdirSync(out, { recursive: true });
const browser = await openBrowser(browserPath);
for (const [name, program, address, options] of pictures) {
  const file = join(folder, `${name}.html`);
  execFileSync(nametag, ['show', program, '-o', file], { stdio: 'ignore' });
  const { page, problems, close } = await browser.open(file, address,
    { viewport: { width: 1280, height: 760 }, ...options });
  await page.screenshot({ path: join(out, `${name}.png`) });
  for (const problem of problems) console.log(`${name}: ${problem}`);
  await close();
}
await browser.close();
