/** A small project whose tests run by `node --test`, for evaluations of the check. */
import { mkdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';

const functions = {
  clamp: [
    '/** A number between two others. */',
    'export function clamp(value, low, high) {',
    '  if (value < low) return low;',
    '  if (value > high) return high;',
    '  return value;',
    '}',
  ],
  total: [
    '/** Price of all items together, in cents. */',
    'export function total(items) {',
    '  let sum = 0;',
    '  for (const { price, count } of items) {',
    '    sum += price * count;',
    '  }',
    '  return sum;',
    '}',
  ],
  initials: [
    '/** First letters of a name, in capitals. */',
    'export function initials(name) {',
    "  const parts = name.trim().split(' ');",
    '  const letters = parts.map((part) => part[0].toUpperCase());',
    "  return letters.join('');",
    '}',
  ],
} as const;

const cases = {
  clamp: ['clamp(5, 1, 3), 3', 'clamp(-5, 1, 3), 1', 'clamp(2, 1, 3), 2'],
  total: ['total([{ price: 2, count: 3 }, { price: 4, count: 1 }]), 10', 'total([]), 0'],
  initials: ["initials('ada lovelace'), 'AL'", "initials(' grace '), 'G'"],
} as const;

/** Takes the place of whatever lies in the folder. */
export async function writeEvaluatedProject(folder: string): Promise<void> {
  await rm(folder, { recursive: true, force: true });
  for (const name of ['src', 'test']) await mkdir(path.join(folder, name), { recursive: true });
  await writeFile(
    path.join(folder, 'package.json'),
    `${JSON.stringify({ name: 'evaluated', type: 'module', scripts: { test: 'node --test' } }, null, 2)}\n`,
  );
  for (const [name, lines] of Object.entries(functions)) {
    await writeFile(path.join(folder, 'src', `${name}.js`), `${lines.join('\n')}\n`);
    const tests = cases[name as keyof typeof cases].map(
      (each, at) => `test('${name} ${at + 1}', () => assert.equal(${each}));\n`,
    );
    const head = `import assert from 'node:assert';\nimport { test } from 'node:test';\nimport { ${name} } from '../src/${name}.js';\n\n`;
    await writeFile(path.join(folder, 'test', `${name}.test.js`), head + tests.join(''));
  }
}
