/**
 * Writes what the page of the tool library is tested with: a few files of the sample collection through the real steps.
 *
 *     npx tsx runtime/toolLibrary/testing/writePageFixture.ts benchmarks/toolLibrary/sample webviews/toolLibrary/testing/library.json
 */
import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { LibrarySession } from '../session';

const files = ['python/text.py', 'python/strings.py', 'python/legacy.py', 'typescript/text.ts'];

async function main(sample: string, target: string): Promise<void> {
  const folder = await mkdtemp(path.join(tmpdir(), 'whetstone-fixture-'));
  const root = path.join(folder, 'tools');
  try {
    for (const file of files) {
      await mkdir(path.dirname(path.join(root, file)), { recursive: true });
      await cp(path.join(sample, file), path.join(root, file));
    }
    const session = new LibrarySession({
      ...{ root, state: path.join(folder, 'state'), mayExecute: () => true, now: () => Date.UTC(2026, 10, 30, 9) },
      progress: ({ stage, share }) => process.stderr.write(`\r${stage} ${Math.round(100 * (share ?? 0))} %   `),
      measure: () => Promise.reject(new Error('A fixture measures nothing.')),
    });
    const { signal } = new AbortController();
    const taken = await session.takeInventory(signal);
    await session.compare(signal);
    const library = await session.refactor({ model: undefined, acceptWeak: false, seed: 1 }, signal);
    const groups = library.groups?.equal ?? [];
    const chosen = [
      groups.find(({ outcome }) => outcome.state === 'merged'),
      groups.find(({ outcome }) => outcome.state === 'refused'),
      groups.find(({ relation }) => relation === 'possibleBug'),
    ];
    const details = await Promise.all(chosen.flatMap((each) => (each === undefined ? [] : [session.group(each.id)])));
    const text = JSON.stringify({ taken, library, details }).replaceAll(root, '/home/ada/tools');
    await mkdir(path.dirname(target), { recursive: true });
    await writeFile(target, `${text}\n`);
  } finally {
    await rm(folder, { recursive: true });
  }
}

const [sample, target] = process.argv.slice(2);
if (sample === undefined || target === undefined)
  throw new Error('Name the folder of the sample, and the file to write.');
void main(sample, target);
