/** What a disk that takes no more says to the user. */

const reasons: Readonly<Record<string, string>> = {
  ENOSPC: 'There is no room left on the disk',
  EDQUOT: 'The disk quota is used up',
  EROFS: 'The disk is read-only',
};

/** @returns the failure in words with what to do; undefined when it is no failure of a disk */
export function diskFailure(error: unknown): string | undefined {
  if (!(error instanceof Error) || !('code' in error)) return undefined;
  const reason = reasons[String(error.code)];
  if (reason === undefined) return undefined;
  const file = 'path' in error && typeof error.path === 'string' ? `${error.path}: ` : '';
  return `${file}${reason}. Make room, or name a place on another disk, and call again: what was kept is not done anew.`;
}
