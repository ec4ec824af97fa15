import { execFileSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { packageRoot } from '../../core/packageRoot';

export interface RepositoryCorpus {
  readonly files: number;
  readonly lines: number;
  /** Names of what it was made of; a small corpus takes the first ones only. */
  readonly sources: readonly string[];
}

const code = /\.(tsx?|m?js|py|c|h|rs|go|java|cs|php)$/;

/** Writes sources that are at hand into a folder, over and over in folders of their own, until there are so many lines. */
export function writeRepositoryCorpus(folder: string, lines: number): RepositoryCorpus {
  const sources = [
    ...['runtime', 'benchmarks', 'extension', 'webviews', 'node_modules/zod/src', 'node_modules/rxjs/src'].map(
      (name) => ({
        name,
        root: path.join(packageRoot(), name),
      }),
    ),
    ...pythonLibrary(),
  ].filter(({ root }) => existsSync(root));
  const files = sources.flatMap(({ name, root }) =>
    sourcesBelow(root).map((file) => ({
      name,
      from: path.join(root, file),
      to: path.join(name.replace('node_modules/', ''), file),
      lines: readFileSync(path.join(root, file), 'latin1').split('\n').length,
    })),
  );
  if (files.length === 0) throw new Error(`There are no sources below ${packageRoot()}.`);
  let [written, count] = [0, 0];
  const used = new Set<string>();
  for (let copy = 0; written < lines; copy++) {
    for (const file of files) {
      if (written >= lines) break;
      const to = path.join(folder, `copy${copy}`, file.to);
      mkdirSync(path.dirname(to), { recursive: true });
      copyFileSync(file.from, to);
      written += file.lines;
      used.add(file.name);
      count++;
    }
  }
  return { files: count, lines: written, sources: [...used] };
}

function pythonLibrary(): readonly { readonly name: string; readonly root: string }[] {
  try {
    const script = 'import sysconfig; print(sysconfig.get_paths()["stdlib"])';
    return [{ name: 'python', root: execFileSync('python3', ['-c', script], { encoding: 'utf8' }).trim() }];
  } catch {
    return [];
  }
}

/** In order of names, so that the corpus is the same on every disk. */
function sourcesBelow(root: string, below = ''): readonly string[] {
  return readdirSync(path.join(root, below), { withFileTypes: true })
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const relative = path.join(below, entry.name);
      if (entry.isDirectory()) {
        return /^(node_modules|site-packages|dist|\..*)$/.test(entry.name) ? [] : sourcesBelow(root, relative);
      }
      return entry.isFile() && code.test(entry.name) ? [relative] : [];
    });
}
