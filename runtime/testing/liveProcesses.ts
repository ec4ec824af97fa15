import { readdir, readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';

/** Numbers of live processes with a marker in their command line (Linux). @param except one that does not count */
export async function processesWith(marker: string, except?: number): Promise<readonly string[]> {
  const found: string[] = [];
  for (const id of await readdir('/proc')) {
    if (!/^\d+$/.test(id) || Number(id) === except) continue;
    const line = await readFile(`/proc/${id}/cmdline`, 'utf8').catch(() => '');
    if (line.includes(marker)) found.push(id);
  }
  return found;
}

/** Those that do not end within five seconds: the kernel takes a killed namespace apart a moment after its end was told. */
export async function processesThatStay(marker: string): Promise<readonly string[]> {
  const end = performance.now() + 5000;
  for (;;) {
    const found = await processesWith(marker);
    if (found.length === 0 || performance.now() > end) return found;
    await sleep(10);
  }
}
