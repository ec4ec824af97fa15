import path from 'node:path';

/**
 * How one file of a Python collection names another in an import: relative inside one package, by the file's name among scripts that lie side by side,
 * and from the folder above the topmost package (or the root) else.
 *
 * @param has whether there is a file, by its path from the root
 * @param fromRoot whether scripts of one folder are loaded by those of others: then the folder is not where modules are sought
 */
export function pythonModule(from: string, to: string, has: (path: string) => boolean, fromRoot = false): string {
  const isPackage = (folder: string): boolean => has(folder === '.' ? '__init__.py' : `${folder}/__init__.py`);
  const [here, there] = [path.posix.dirname(from), path.posix.dirname(to)];
  const top = topmost(there, isPackage);
  const module = to.replace(/(^|\/)__init__\.py$/, '').replace(/\.py$/, '');
  if (top !== undefined && top === topmost(here, isPackage)) {
    const steps = path.posix.relative(here, module).split('/');
    const up = steps.filter((step) => step === '..').length;
    return '.'.repeat(up + 1) + steps.filter((step) => step !== '..').join('.');
  }
  const root = top === undefined ? (here === there && !fromRoot ? there : '.') : path.posix.dirname(top);
  return path.posix.relative(root, module).replaceAll('/', '.');
}

function topmost(folder: string, isPackage: (folder: string) => boolean): string | undefined {
  let top: string | undefined;
  for (let each = folder; isPackage(each); each = path.posix.dirname(each)) {
    top = each;
    if (each === '.') break;
  }
  return top;
}
