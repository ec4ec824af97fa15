/**
 * A control group of its own for a command, where this user may make one: as root (version 1 or 2), and on desktops of systemd below the
 * user's own service (version 2). It bounds what a watcher that looks ten times a second cannot: memory that grows faster, and processes.
 */
import { existsSync, readFileSync } from 'node:fs';
import { access, constants, mkdir, readdir, readFile, rmdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { isStaleName } from './staleFolders';
import type { CommandLimits } from './types';

export interface ControlGroup {
  /** Files to which a process writes 0 to join. */
  readonly join: readonly string[];
  /** Whether the kernel ended something for want of memory. */
  outOfMemory(): Promise<boolean>;
  remove(): Promise<void>;
}

/** @param hierarchy where control groups are mounted */
export async function makeControlGroup(
  name: string,
  limits: CommandLimits,
  hierarchy = '/sys/fs/cgroup',
  own = '/proc/self/cgroup',
): Promise<ControlGroup | undefined> {
  if (!existsSync(own)) return undefined;
  const lines = readFileSync(own, 'utf8').split('\n');
  const parent = await delegatedGroup(lines, hierarchy);
  if (parent !== undefined) return makeUnified(path.join(parent, name), limits);
  return makeSeparate(name, limits, hierarchy, lines);
}

/** Version 2: the nearest group above us that we may write and that hands memory on to its children. */
async function delegatedGroup(lines: readonly string[], hierarchy: string): Promise<string | undefined> {
  const unified = lines.find((line) => line.startsWith('0::'))?.slice(3);
  if (unified === undefined || !existsSync(path.join(hierarchy, 'cgroup.controllers'))) return undefined;
  for (let at = path.join(hierarchy, unified); at.startsWith(hierarchy); at = path.dirname(at)) {
    const handed = await readFile(path.join(at, 'cgroup.subtree_control'), 'utf8').catch(() => '');
    const may = await Promise.all([mayWrite(at), mayWrite(path.join(at, 'cgroup.procs'))]);
    if (handed.split(/\s+/).includes('memory') && may.every(Boolean)) return at;
  }
  return undefined;
}

async function makeUnified(folder: string, limits: CommandLimits): Promise<ControlGroup | undefined> {
  await sweep(path.dirname(folder), path.basename(folder));
  try {
    await mkdir(folder);
    await writeFile(path.join(folder, 'memory.max'), String(limits.memoryBytes + limits.scratchBytes));
    await writeFile(path.join(folder, 'memory.swap.max'), '0').catch(() => undefined);
    await writeFile(path.join(folder, 'pids.max'), String(limits.processes + 8)).catch(() => undefined);
  } catch {
    await rmdir(folder).catch(() => undefined);
    return undefined;
  }
  return {
    join: [path.join(folder, 'cgroup.procs')],
    outOfMemory: async () => /^oom_kill [1-9]/m.test(await readFile(path.join(folder, 'memory.events'), 'utf8')),
    remove: () => removeGroup(folder),
  };
}

/** Version 1: memory and processes are counted in trees of their own. */
async function makeSeparate(
  name: string,
  limits: CommandLimits,
  hierarchy: string,
  lines: readonly string[],
): Promise<ControlGroup | undefined> {
  const groupOf = (controller: string) => {
    const line = lines.find((each) => each.split(':')[1] === controller)?.split(':')[2];
    return line === undefined ? undefined : path.join(hierarchy, controller, line, name);
  };
  const memory = groupOf('memory');
  const processes = groupOf('pids');
  if (memory === undefined) return undefined;
  for (const folder of [memory, processes]) if (folder !== undefined) await sweep(path.dirname(folder), name);
  try {
    await mkdir(memory);
    await writeFile(path.join(memory, 'memory.limit_in_bytes'), String(limits.memoryBytes + limits.scratchBytes));
  } catch {
    await rmdir(memory).catch(() => undefined);
    return undefined;
  }
  const made = [memory];
  try {
    if (processes !== undefined) {
      await mkdir(processes);
      await writeFile(path.join(processes, 'pids.max'), String(limits.processes + 8));
      made.push(processes);
    }
  } catch {
    // The limit on processes of a user holds as well.
  }
  return {
    join: made.map((folder) => path.join(folder, 'cgroup.procs')),
    outOfMemory: async () =>
      /^oom_kill [1-9]/m.test(await readFile(path.join(memory, 'memory.oom_control'), 'utf8').catch(() => '')),
    remove: async () => {
      for (const folder of made) await removeGroup(folder);
    },
  };
}

/** The kernel lets go of ended processes a moment later. */
async function removeGroup(folder: string): Promise<void> {
  for (let attempt = 0; attempt < 20; attempt++) {
    const removed = await rmdir(folder).then(
      () => true,
      () => !existsSync(folder),
    );
    if (removed) return;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

/** Groups of processes of ours that were killed. */
async function sweep(parent: string, name: string): Promise<void> {
  const prefix = /^.*?(?=\d+-)/.exec(name)?.[0];
  if (prefix === undefined) return;
  for (const each of await readdir(parent).catch(() => [])) {
    if (isStaleName(each, prefix)) await rmdir(path.join(parent, each)).catch(() => undefined);
  }
}

async function mayWrite(file: string): Promise<boolean> {
  return access(file, constants.W_OK).then(
    () => true,
    () => false,
  );
}
