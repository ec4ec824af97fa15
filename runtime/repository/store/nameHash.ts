/**
 * 32 bits of a name (FNV-1a), by which the index finds the files where it stands. Two names may share them: whoever looks a name up
 * compares the names as well.
 */
export function nameHash(name: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < name.length; at++) hash = Math.imul(hash ^ name.charCodeAt(at), 0x01000193);
  return hash >>> 0;
}
