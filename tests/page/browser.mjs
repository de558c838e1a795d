// A headless browser without a network, whose pages' errors are collected.

import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';

const require = createRequire(new URL('../../page/package.json', import.meta.url));
const { chromium } = require('playwright-core');

export const axePath = () => require.resolve('axe-core/axe.min.js');

const READY_MILLISECONDS = 60000;    // machines that test much else are slow

export async function openBrowser(executablePath) {
  const browser = await chromium.launch({ executablePath, timeout: READY_MILLISECONDS,
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run',
      '--disable-background-networking', '--disable-dev-shm-usage'] });
  const open = async (file, address = '', options = {}) => {
    const context = await browser.newContext({ viewport: { width: 1400, height: 900 },
      offline: true, reducedMotion: 'reduce', ...options });
    const page = await context.newPage(), problems = [];
    page.setDefaultTimeout(READY_MILLISECONDS);
    page.on('pageerror', (error) => problems.push(`error: ${error.message}`));
    page.on('console', (message) => {
      if (['error', 'warning'].includes(message.type())) problems.push(message.text());
    });
    page.on('request', (request) => {
      if (!/^(file|data|blob):/.test(request.url())) problems.push(`asks for ${request.url()}`);
    });
    await page.goto(pathToFileURL(file).href + address);
    await page.waitForSelector('#app[data-ready]', { state: 'attached' });
    return { page, problems, close: () => context.close() };
  };
  return { open, close: () => browser.close() };
}
