/** A glob that means one path: brackets in a name, as some frameworks have them, are none of a glob's. */
export function literalGlob(path: string): string {
  return path.replace(/[\\*?[\](){}!+@]/g, '\\$&');
}
