/** A program that makes a worktree and then does nothing, to be killed. Words: folder of the set, folder of the state. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { CheckoutSet } from '../../../../locobench/grading/checkout/checkouts';
import { openPatchWorktree } from '../patchWorktree';

async function main(): Promise<void> {
  const [folder, state] = process.argv.slice(2);
  if (folder === undefined || state === undefined) throw new Error('Give the folders of the set and of the state.');
  const set = JSON.parse(readFileSync(path.join(folder, 'set.json'), 'utf8')) as CheckoutSet;
  const worktree = await openPatchWorktree({ folder, set, state });
  process.send?.(worktree.folder);
  setInterval(() => undefined, 60_000);
}

void main();
