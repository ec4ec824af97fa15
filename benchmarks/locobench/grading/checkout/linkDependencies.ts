/** What a repository's own tools installed beside its files is used where it is, by links. */
import { existsSync } from 'node:fs';
import { lstat, mkdir, readdir, realpath, symlink } from 'node:fs/promises';
import path from 'node:path';

/** Packages of a monorepo do not lie deeper. */
const DEPTH = 3;
const ENVIRONMENTS = ['.venv', 'venv'];

/**
 * Links node_modules and Python's environments of a repository into a checkout of it. Links inside node_modules that lead to the
 * repository's own packages lead to those of the checkout instead.
 *
 * @returns what has to be readable for the links to work, absolute; empty where the repository is gone
 */
export async function linkDependencies(root: string, checkout: string): Promise<string[]> {
  const real = await realpath(root).catch(() => undefined);
  if (real === undefined) return [];
  const readable: string[] = [];
  for (const name of ENVIRONMENTS) {
    const source = path.join(real, name);
    if (!existsSync(path.join(source, 'pyvenv.cfg')) || existsSync(path.join(checkout, name))) continue;
    await symlink(source, path.join(checkout, name));
    readable.push(source);
  }
  await linkModules(real, real, checkout, readable, DEPTH);
  return readable;
}

async function linkModules(
  root: string,
  source: string,
  target: string,
  readable: string[],
  depth: number,
): Promise<void> {
  for (const entry of await readdir(source, { withFileTypes: true }).catch(() => [])) {
    const [from, to] = [path.join(source, entry.name), path.join(target, entry.name)];
    if (entry.name === 'node_modules') {
      if (existsSync(to)) continue;
      const real = await realpath(from).catch(() => undefined);
      if (real === undefined) continue;
      readable.push(real);
      // A folder of links, not a link: tools such as vite write into it, and it takes what they write.
      await linkEntries(real, to, root, path.dirname(to), await ownPackages(root, real));
    } else if (entry.isDirectory() && entry.name !== '.git' && depth > 0 && existsSync(to)) {
      await linkModules(root, from, to, readable, depth - 1);
    }
  }
}

/** Paths below node_modules that are links to the repository's own folders -> where to, relative to the root. */
async function ownPackages(root: string, modules: string): Promise<Map<string, string>> {
  const own = new Map<string, string>();
  for (const name of await entriesOf(modules)) {
    const file = path.join(modules, name);
    if (!(await lstat(file)).isSymbolicLink()) continue;
    const real = await realpath(file).catch(() => undefined);
    if (!real?.startsWith(`${root}/`)) continue;
    const inside = path.relative(root, real);
    if (!inside.split(path.sep).includes('node_modules')) own.set(name, inside);
  }
  return own;
}

/** With those of scopes: `a`, `@b/c`. */
async function entriesOf(modules: string): Promise<string[]> {
  const names: string[] = [];
  for (const name of await readdir(modules)) {
    if (!name.startsWith('@')) names.push(name);
    else for (const inner of await readdir(path.join(modules, name)).catch(() => [])) names.push(`${name}/${inner}`);
  }
  return names;
}

async function linkEntries(
  modules: string,
  to: string,
  root: string,
  checkoutFolder: string,
  own: ReadonlyMap<string, string>,
): Promise<void> {
  await mkdir(to, { recursive: true });
  const below = path.relative(root, path.dirname(modules));
  const checkout = below === '' ? checkoutFolder : checkoutFolder.slice(0, -below.length - 1);
  for (const name of await entriesOf(modules)) {
    const target = path.join(to, name);
    await mkdir(path.dirname(target), { recursive: true });
    const inside = own.get(name);
    await symlink(inside === undefined ? path.join(modules, name) : path.join(checkout, inside), target);
  }
}
