/**
 * Renders media/icon.svg to media/icon.png (256 x 256), because the marketplace takes no SVG.
 *   node media/drawIcon.mjs [path of chromium]
 */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';

const here = (name) => fileURLToPath(new URL(name, import.meta.url));
const browser = await chromium.launch({
  executablePath: process.argv[2] ?? '/usr/bin/chromium',
  args: ['--no-sandbox'],
});
const page = await browser.newPage({ viewport: { width: 256, height: 256 } });
await page.setContent(`<body style="margin:0">${readFileSync(here('icon.svg'), 'utf8')}</body>`);
await page.screenshot({ path: here('icon.png'), omitBackground: true });
await browser.close();
