// Opens pages of programs in a headless browser, offline, and compares every step, forward and
// backward, with the event stream.
//
// node tests/page/check.mjs BROWSER NAMETAG FOLDER PROGRAM...

import { execFileSync, spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { compareStep, compareGeometry } from './compare.mjs';
import { look } from './look.mjs';
import { openBrowser } from './browser.mjs';
import { Stream } from './stream.mjs';

const [browserPath, nametag, folder, ...programs] = process.argv.slice(2);

function run(...options) {
  const done = spawnSync(nametag, options, { encoding: 'utf8', maxBuffer: 1 << 30 });
  return done.stdout;
}

// The sentences of `nametag explain`, without headings and without the summary.
function sentencesOf(program) {
  const text = run('explain', program).split('\nat the end:\n')[0];
  return text.split('\n').filter((line) => line.startsWith('    ')).map((line) => line.trim());
}

async function checkProgram(browser, program) {
  const file = join(folder, 'page.html'), faults = [];
  run('show', program, '-o', file);
  execFileSync('sh', ['-c', '"$1" show "$2" -o "$3.again"; cmp "$3" "$3.again"', 'sh', nametag,
    program, file], { stdio: 'ignore' });
  const { page, problems, close } = await browser.open(file);
  const stream = new Stream(run('explain', '--json', '--paths', '20', program));
  const total = Number(/of (\d+)/.exec(await page.textContent('#where'))[1]);
  const seen = [], places = new Map(), told = [];
  for (let step = 1; stream.next() && step <= total; step++) {
    if (step > 1) await page.keyboard.press('ArrowRight');
    const shown = await page.evaluate(look);
    seen.push(shown);
    told.push(...shown.sentences.filter((text) => text !== 'Nothing changed.'));
    const add = (text) => faults.push(`step ${step}: ${text}`);
    if (shown.where !== `step ${step} of ${total}`) add(`it says ${shown.where}`);
    compareStep(shown, stream, step === total, add);
    compareGeometry(shown, places, add);
  }
  if (seen.length !== total) faults.push(`${total} steps in the page, ${seen.length} in the run`);
  const wanted = sentencesOf(program);
  const at = wanted.findIndex((text, i) => text !== told[i]);
  if (at >= 0 || told.length !== wanted.length)
    faults.push(`sentence ${at}: ${JSON.stringify(told[at])}, not ${JSON.stringify(wanted[at])}`);
  for (let step = total; step >= 1; step--) {
    const shown = await page.evaluate(look);
    if (JSON.stringify(shown) !== JSON.stringify(seen[step - 1]))
      faults.push(`step ${step} is another one on the way back`);
    await page.keyboard.press('ArrowLeft');
  }
  faults.push(...problems);
  await close();
  return faults;
}

const browser = await openBrowser(browserPath);
let failed = 0;
for (const program of programs) {
  const faults = await checkProgram(browser, program);
  if (faults.length === 0) continue;
  failed++;
  console.log(`${program}: the page is wrong`);
  for (const fault of faults.slice(0, 8)) console.log('  ' + fault);
}
await browser.close();
console.log(`${programs.length - failed} pages passed, ${failed} failed`);
process.exit(failed ? 1 : 0);
