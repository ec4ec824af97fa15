/** Whether a model's id matches any of some globs, in which `*` stands for any characters, `/` too. No globs: it does. */
export function isAllowedModel(id: string, globs: readonly string[]): boolean {
  if (globs.length === 0) return true;
  return globs.some((glob) => {
    const pattern = glob
      .split('*')
      .map((part) => part.replace(/[\\^$.+?()[\]{}|]/g, '\\$&'))
      .join('.*');
    return new RegExp(`^${pattern}$`, 'i').test(id);
  });
}
