/** Memory and processor time of a process and all that descends from it, as Linux tells in /proc. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';

export interface TreeUse {
  /** Bytes that belong to the processes alone (anonymous memory). */
  readonly memoryBytes: number;
  /** Seconds, with those of children that were waited for. */
  readonly cpuSeconds: number;
}

/** Linux counts processor time in hundredths of a second here. */
const TICKS = 100;
/** Whether the kernel lists the children of each thread; it is an option of the kernel, which Debian sets. */
const LISTS_CHILDREN = existsSync(`/proc/self/task/${process.pid}/children`);

/**
 * Files of /proc are read at once: the kernel makes them when they are asked for and waits for no disk. Through threads,
 * ten looks a second at each of several commands cost more than the commands.
 * @param root process number; itself is not counted, it is ours
 */
export function treeUse(root: number): TreeUse {
  let memoryBytes = 0;
  let cpuSeconds = 0;
  for (const id of LISTS_CHILDREN ? listedDescendants(root) : descendantsInTable(root)) {
    cpuSeconds += cpuOf(id);
    memoryBytes += ownMemory(id);
  }
  return { memoryBytes, cpuSeconds };
}

function listedDescendants(root: number): ReadonlySet<number> {
  const found = new Set<number>();
  const left = [root];
  for (let id = left.pop(); id !== undefined; id = left.pop()) {
    for (const thread of threadsOf(id)) {
      for (const child of read(`/proc/${id}/task/${thread}/children`).split(' ')) {
        if (child === '' || found.has(Number(child))) continue;
        found.add(Number(child));
        left.push(Number(child));
      }
    }
  }
  return found;
}

function threadsOf(id: number): readonly string[] {
  try {
    return readdirSync(`/proc/${id}/task`);
  } catch {
    return [];
  }
}

function descendantsInTable(root: number): ReadonlySet<number> {
  const children = new Map<number, number[]>();
  for (const name of readdirSync('/proc')) {
    const parent = /^\d+$/.test(name) ? fieldsOf(Number(name))[1] : undefined;
    if (parent === undefined) continue;
    const siblings = children.get(Number(parent));
    if (siblings === undefined) children.set(Number(parent), [Number(name)]);
    else siblings.push(Number(name));
  }
  const found = new Set<number>();
  const left = [root];
  for (let id = left.pop(); id !== undefined; id = left.pop()) {
    for (const child of children.get(id) ?? []) {
      if (found.has(child)) continue;
      found.add(child);
      left.push(child);
    }
  }
  return found;
}

function cpuOf(id: number): number {
  return (
    fieldsOf(id)
      .slice(11, 15)
      .reduce((sum, field) => sum + Number(field), 0) / TICKS
  );
}

/** State, parent and so on: what follows the name in brackets, which may hold anything. */
function fieldsOf(id: number): readonly string[] {
  const stat = read(`/proc/${id}/stat`);
  return stat === '' ? [] : stat.slice(stat.lastIndexOf(')') + 2).split(' ');
}

function ownMemory(id: number): number {
  const status = read(`/proc/${id}/status`);
  return ['RssAnon', 'RssShmem'].reduce((sum, name) => {
    const kibibytes = new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(status)?.[1];
    return sum + Number(kibibytes ?? 0) * 1024;
  }, 0);
}

/** @returns nothing for a process that has ended meanwhile */
function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
