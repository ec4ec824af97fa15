/**
 * What a command sees of the file system, as a skeleton of links, empty files and folders, and a table for `mount --all`: a single
 * program makes all mounts, where one program for each would take longer than most commands.
 */
import { chmod, lstat, mkdir, readlink, stat, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';

export interface MountRequest {
  /** A folder of ours; `root` and `scratch` in it are where the set-up script mounts. */
  readonly base: string;
  /** Absolute, seen at the same path. */
  readonly readable: readonly string[];
  /** The command's folder, the same inside and outside where it is laid over. */
  readonly folder: string;
  readonly how: 'empty' | 'copy' | 'overlay';
  /** node_modules folders in a copied folder: never copied, laid over. */
  readonly modules: readonly string[];
  readonly uid: number;
}

const DEVICES = ['null', 'zero', 'full', 'random', 'urandom'];
const SAFE = 'nosuid,nodev';

/** Where a copied repository's objects are read from. */
export const OBJECTS = '/tmp/.git-objects';

/** Writes `root`, `table`, `folders` (which the script makes in `scratch`, separated by NUL) and `excluded` (what is not copied). */
export async function writeMountTable(request: MountRequest): Promise<void> {
  const { base, folder, how, uid } = request;
  const root = path.join(base, 'root');
  const scratch = path.join(base, 'scratch');
  await mkdir(path.join(root, 'etc'), { recursive: true, mode: 0o755 });
  for (const name of ['dev', 'dev/shm', 'proc', 'tmp']) await mkdir(path.join(root, name));
  await writeFile(path.join(root, 'etc', 'passwd'), `whetstone:x:${uid}:${uid}::/tmp/home:/bin/sh\n`);
  await writeFile(path.join(root, 'etc', 'group'), `whetstone:x:${uid}:\n`);
  await writeFile(path.join(root, 'etc', 'hosts'), '127.0.0.1 localhost\n::1 localhost\n');
  const table = [
    bind(path.join(scratch, 'tmp'), path.join(root, 'tmp'), SAFE),
    bind(path.join(scratch, 'shm'), path.join(root, 'dev', 'shm'), SAFE),
  ];
  for (const device of DEVICES) {
    await writeFile(path.join(root, 'dev', device), '');
    table.push(bind(`/dev/${device}`, path.join(root, 'dev', device), 'nosuid,noexec'));
  }
  const links = { fd: '/proc/self/fd', stdin: '/proc/self/fd/0', stdout: '/proc/self/fd/1', stderr: '/proc/self/fd/2' };
  for (const [name, target] of Object.entries(links)) await symlink(target, path.join(root, 'dev', name));
  for (const entry of request.readable) {
    const line = await readableLine(root, entry);
    if (line !== undefined) table.push(line);
  }
  const folders = ['tmp', 'tmp/home', 'shm', 'upper', 'work'];
  if (how === 'overlay') {
    table.push(...overlay(folder, path.join(root, folder), base, scratch, ',userxattr'));
  } else {
    table.push(bind(path.join(scratch, 'upper'), path.join(root, folder), SAFE));
  }
  if (how === 'copy') {
    const objects = path.join(folder, '.git', 'objects');
    if (await isFolder(objects)) table.push(bind(objects, path.join(root, OBJECTS), `ro,${SAFE}`));
    request.modules.forEach((modules, index) => {
      const own = `modules/${index}`;
      folders.push(`${own}/lower`, `${own}/upper`, `${own}/work`);
      table.push(...overlay(modules, path.join(root, modules), path.join(scratch, own), path.join(scratch, own), ''));
    });
  }
  await writeFile(path.join(base, 'table'), `${table.join('\n')}\n`);
  await writeFile(path.join(base, 'folders'), folders.map((name) => path.join(scratch, name)).join('\0'));
  const excluded = [path.join(folder, '.git', 'objects'), ...request.modules];
  await writeFile(path.join(base, 'excluded'), excluded.map((entry) => `./${path.relative(folder, entry)}\n`).join(''));
  // Whatever the caller's mask is, the command may look around.
  for (const name of ['.', 'etc', 'dev', 'proc', 'etc/passwd', 'etc/group', 'etc/hosts']) {
    await chmod(path.join(root, name), name.startsWith('etc/') ? 0o644 : 0o755);
  }
}

async function readableLine(root: string, entry: string): Promise<string | undefined> {
  const status = await lstat(entry);
  const target = path.join(root, entry);
  if (status.isSymbolicLink()) {
    await mkdir(path.dirname(target), { recursive: true });
    await symlink(await readlink(entry), target).catch(ignoreExisting);
    return undefined;
  }
  if (!status.isDirectory()) {
    await mkdir(path.dirname(target), { recursive: true });
    await writeFile(target, '', { flag: 'wx' }).catch(ignoreExisting);
  }
  return bind(entry, target, `ro,${SAFE}`);
}

function ignoreExisting(error: unknown): void {
  if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
}

/** A bind first: a path with commas or colons could not be an option. */
function overlay(source: string, target: string, lowerAt: string, scratch: string, more: string): string[] {
  const lower = path.join(lowerAt, 'lower');
  const places = `lowerdir=${lower},upperdir=${scratch}/upper,workdir=${scratch}/work`;
  return [bind(source, lower, SAFE), `overlay ${escaped(target)} overlay ${SAFE},X-mount.mkdir,${places}${more} 0 0`];
}

function bind(source: string, target: string, options: string): string {
  return `${escaped(source)} ${escaped(target)} none bind,X-mount.mkdir,${options} 0 0`;
}

/** As in fstab(5). */
function escaped(text: string): string {
  return text.replace(/[\s\\]/g, (character) => `\\${character.charCodeAt(0).toString(8).padStart(3, '0')}`);
}

async function isFolder(folder: string): Promise<boolean> {
  return stat(folder).then(
    (status) => status.isDirectory(),
    () => false,
  );
}
