import picomatch from 'picomatch';

/** Whether a path (relative, with slashes) is meant. */
export type GlobMatcher = (path: string) => boolean;

export interface GlobOptions {
  readonly caseless?: boolean | undefined;
}

/**
 * Globs as people and VS Code's settings write them: `*.ts` at any depth, `src` for all that is in it, `{a,b}`, `**`, and files that
 * begin with a point too. None match nothing.
 */
export function globMatcher(globs: readonly string[], { caseless = false }: GlobOptions = {}): GlobMatcher {
  const patterns = globs.map((glob) => glob.trim().replaceAll('\\', '/')).filter((glob) => glob !== '');
  if (patterns.length === 0) return () => false;
  const all = patterns.flatMap((glob) => {
    const plain = glob.replace(/^\.?\/+/, '').replace(/\/+$/, '');
    const anywhere = plain.includes('/') ? plain : `**/${plain}`;
    return [anywhere, `${anywhere}/**`];
  });
  const matches = picomatch(all, { dot: true, nocase: caseless });
  return (path) => matches(path);
}
