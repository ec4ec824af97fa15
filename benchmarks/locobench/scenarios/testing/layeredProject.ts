/** A small layered project for tests: pages use services, services use stores, stores use one core. */
import type { MemoryFile } from './memoryIndex';

const filler = (name: string) =>
  Array.from(
    { length: 12 },
    (_, line) => `export const ${name}${line} = '${name} says ${line * 7 + name.length}';`,
  ).join('\n');

function file(name: string, imports: readonly string[]): MemoryFile {
  const lines = imports.map((each, index) => `import * as part${index} from '${each}';`);
  return { text: [...lines, filler(name.replaceAll(/\W/g, '_'))].join('\n'), imports };
}

/** @param width files of each layer */
export function layeredProject(width = 6): Readonly<Record<string, MemoryFile>> {
  const files: Record<string, MemoryFile> = { 'src/core/core.ts': file('core', []) };
  for (let at = 0; at < width; at++) {
    const other = (at + 1) % width;
    files[`src/core/part${at}.ts`] = file(`part${at}`, ['src/core/core.ts']);
    files[`src/stores/store${at}.ts`] = file(`store${at}`, [`src/core/part${at}.ts`]);
    files[`src/services/service${at}.ts`] = file(`service${at}`, [
      `src/stores/store${at}.ts`,
      `src/stores/store${other}.ts`,
    ]);
    files[`src/pages/page${at}.ts`] = file(`page${at}`, [`src/services/service${at}.ts`]);
    files[`src/pages/page${at}.test.ts`] = file(`page${at}test`, [`src/pages/page${at}.ts`]);
  }
  files['src/ring/a.ts'] = file('ring_a', ['src/ring/b.ts']);
  files['src/ring/b.ts'] = file('ring_b', ['src/ring/c.ts']);
  files['src/ring/c.ts'] = file('ring_c', ['src/ring/a.ts', 'src/core/core.ts']);
  files['docs/guide.md'] = { text: 'How it is used.\n'.repeat(30) };
  return files;
}
