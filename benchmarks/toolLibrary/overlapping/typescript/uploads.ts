/** Size of an upload in bytes for people, with one decimal and its unit. */
export function uploadSize(bytes: number): string {
  if (bytes < 0) throw new RangeError('no such upload');
  if (bytes >= 1024 ** 3) return `${(bytes / 1024 ** 3).toFixed(1)} GB`;
  if (bytes >= 1024 ** 2) return `${(bytes / 1024 ** 2).toFixed(1)} MB`;
  return bytes >= 1024 ? `${(bytes / 1024).toFixed(1)} KB` : `${bytes.toFixed(1)} B`;
}
