import path from 'node:path';

const endings = /\.(tsx?|jsx?|mts|cts|mjs|cjs)$/;

/**
 * How one script names another: relative, with the ending that the collection's own imports have.
 * @param style ending of the collection's relative imports (`.js`, `.ts`), empty for none
 */
export function scriptModule(from: string, to: string, style: string): string {
  const base = to.replace(endings, '');
  const shortened = style === '' ? base.replace(/(^|\/)index$/, '') : base;
  const relative = path.posix.relative(path.posix.dirname(from), shortened);
  const prefixed = relative.startsWith('.') ? relative : `./${relative}`;
  if (style === '') return prefixed === './' ? './index' : prefixed;
  return prefixed + (style === '.ts' ? path.posix.extname(to) : emitted(to));
}

/** Ending of what a compiler makes of a file. */
function emitted(to: string): string {
  if (/\.(mts|mjs)$/.test(to)) return '.mjs';
  return /\.(cts|cjs)$/.test(to) ? '.cjs' : '.js';
}

/**
 * The ending of relative imports in a collection: what most of them have.
 * @param specifiers as they stand in the files
 * @param plain whether files are JavaScript, which Node reads only by their full name
 */
export function importStyle(specifiers: readonly string[], plain: boolean): '' | '.js' | '.ts' {
  const relative = specifiers.filter((each) => each.startsWith('.') && !each.endsWith('.json'));
  const counts = { '': 0, '.js': 0, '.ts': 0 };
  for (const each of relative) {
    if (/\.(ts|tsx|mts|cts)$/.test(each)) counts['.ts'] += 1;
    else if (/\.(js|jsx|mjs|cjs)$/.test(each)) counts['.js'] += 1;
    else counts[''] += 1;
  }
  if (relative.length === 0) return plain ? '.js' : '';
  if (counts['.js'] >= counts['.ts'] && counts['.js'] >= counts['']) return '.js';
  return counts['.ts'] >= counts[''] ? '.ts' : '';
}
