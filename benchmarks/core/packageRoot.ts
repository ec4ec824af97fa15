import { existsSync } from 'node:fs';
import path from 'node:path';

/**
 * Folder of the package, found upwards from this file: it runs both from its source and from dist/cli.cjs, which lie
 * at different depths.
 */
export function packageRoot(): string {
  let folder = __dirname;
  while (!existsSync(path.join(folder, 'package.json'))) {
    const parent = path.dirname(folder);
    if (parent === folder) {
      throw new Error(`No package.json above ${__dirname}: the installation is damaged.`);
    }
    folder = parent;
  }
  return folder;
}

/** Folder that holds the folder of the embedded model. */
export function modelsFolder(): string {
  return path.join(packageRoot(), 'media', 'models');
}
