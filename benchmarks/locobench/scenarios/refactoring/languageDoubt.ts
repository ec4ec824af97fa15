import type { Family } from './repositoryNames';

/** Sources that embed scripts which nobody here reads. */
const EMBEDDING = /\.(?:vue|svelte|astro|mdx|html?)$/i;

/** @returns why a text may use a name in a way that its syntax tree does not tell, for people; undefined: no sign of it */
export function languageDoubt(
  family: Family | undefined,
  path: string,
  text: string,
  name: string,
): string | undefined {
  const escaped = name.replace(/\$/g, '\\$');
  if (family === 'script') {
    if (EMBEDDING.test(path)) return 'it embeds scripts';
    if (!/\.[cm]?[jt]sx?$/.test(path)) return undefined;
    if (/\b(?:mock|doMock|unstable_mockModule|proxyquire|esmock|rewire)\s*\(/.test(text)) return 'it replaces modules';
    if (new RegExp(`import\\(\\s*['"][^'"]*['"]\\s*\\)\\s*\\.\\s*${escaped}\\b`).test(text))
      return 'a type or a comment names it';
    if (/\bdeclare\s+module\s+['"]/.test(text)) return 'it adds to the types of modules';
    return undefined;
  }
  if (family === 'python' && /\.pyi?$/.test(path)) {
    if (new RegExp(`['"][\\w.]+\\.${escaped}['"]`).test(text)) return 'a text names it by a dotted path';
    if (path.endsWith('.pyi')) return 'a stub file declares it';
  }
  return undefined;
}
