import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { layeredProject } from './layeredProject';

/** The layered project on the disk, with imports that resolve. @param root is made */
export function writeLayeredProject(root: string, width?: number): void {
  for (const [file, { text }] of Object.entries(layeredProject(width))) {
    const target = path.join(root, file);
    mkdirSync(path.dirname(target), { recursive: true });
    const relative = (to: string) => {
      const other = path.posix.relative(path.posix.dirname(file), to).replace(/\.ts$/, '');
      return other.startsWith('.') ? other : `./${other}`;
    };
    writeFileSync(
      target,
      text.replaceAll(/from '(src[^']*)'/g, (_, to: string) => `from '${relative(to)}'`),
    );
  }
}
