/** Memory and processor time of a process and all that descends from it, as Linux tells in /proc. */
import { readdir, readFile } from 'node:fs/promises';

export interface TreeUse {
  /** Bytes that belong to the processes alone (anonymous memory). */
  readonly memoryBytes: number;
  /** Seconds, with those of children that were waited for. */
  readonly cpuSeconds: number;
}

/** Linux counts processor time in hundredths of a second here. */
const TICKS = 100;

/**
 * @param root process number; itself is not counted, it is ours
 */
export async function treeUse(root: number): Promise<TreeUse> {
  const parents = new Map<number, number>();
  const cpu = new Map<number, number>();
  await Promise.all(
    (await readdir('/proc')).map(async (name) => {
      if (!/^\d+$/.test(name)) return;
      // A process may end between the two reads.
      const stat = await readFile(`/proc/${name}/stat`, 'utf8').catch(() => undefined);
      // The name in brackets may hold anything.
      const fields = stat?.slice(stat.lastIndexOf(')') + 2).split(' ');
      if (fields === undefined) return;
      parents.set(Number(name), Number(fields[1]));
      const ticks = fields.slice(11, 15).reduce((sum, field) => sum + Number(field), 0);
      cpu.set(Number(name), ticks / TICKS);
    }),
  );
  let memoryBytes = 0;
  let cpuSeconds = 0;
  for (const [id] of parents) {
    if (!descends(id, root, parents)) continue;
    cpuSeconds += cpu.get(id) ?? 0;
    memoryBytes += await ownMemory(id);
  }
  return { memoryBytes, cpuSeconds };
}

function descends(id: number, root: number, parents: ReadonlyMap<number, number>): boolean {
  let at: number | undefined = parents.get(id);
  for (let depth = 0; at !== undefined && at > 1 && depth < 1_000; depth++) {
    if (at === root) return true;
    at = parents.get(at);
  }
  return at === root;
}

async function ownMemory(id: number): Promise<number> {
  const status = await readFile(`/proc/${id}/status`, 'utf8').catch(() => '');
  return ['RssAnon', 'RssShmem'].reduce((sum, name) => {
    const kibibytes = new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(status)?.[1];
    return sum + Number(kibibytes ?? 0) * 1024;
  }, 0);
}
