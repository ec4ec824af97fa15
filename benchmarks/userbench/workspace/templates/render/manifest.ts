import type { RenderedFile, Texts } from '../types';

/** The manifest with a package more; undefined where there is none that can be read. */
export function withDependency(
  manifest: string | undefined,
  texts: Texts,
  dependency: {
    readonly name: string;
    readonly range: string;
    readonly section: 'dependencies' | 'devDependencies' | 'peerDependencies';
  },
): RenderedFile | undefined {
  const text = manifest === undefined ? undefined : texts(manifest);
  if (manifest === undefined || text === undefined) return undefined;
  if (manifest.endsWith('.txt')) {
    const content = `${text === '' || text.endsWith('\n') ? text : `${text}\n`}${dependency.name}>=1.3\n`;
    return { role: 'manifest', path: manifest, content };
  }
  if (!manifest.endsWith('package.json')) return undefined;
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (value === null || typeof value !== 'object') return undefined;
  const indent = /^([ \t]+)"/m.exec(text)?.[1] ?? '  ';
  const entry = `"${dependency.name}": "${dependency.range}"`;
  const lines = text.split('\n');
  const at = lines.findIndex((line) => new RegExp(`^\\s*"${dependency.section}"\\s*:\\s*\\{\\s*$`).test(line));
  // The diff stays small: one line where there is such a list, a list of one else.
  if (at >= 0) {
    const empty = /^\s*\}/.test(lines[at + 1] ?? '');
    lines.splice(at + 1, 0, `${indent}${indent}${entry}${empty ? '' : ','}`);
  } else {
    const first = lines.findIndex((line) => line.trim() === '{');
    if (first < 0) return undefined;
    const empty = Object.keys(value).length === 0;
    lines.splice(first + 1, 0, `${indent}"${dependency.section}": { ${entry} }${empty ? '' : ','}`);
  }
  return { role: 'manifest', path: manifest, content: lines.join('\n') };
}
