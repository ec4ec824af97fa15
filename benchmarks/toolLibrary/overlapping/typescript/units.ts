/** Bytes for people, with one decimal: B, KB, MB, GB. */
export function formatBytes(bytes: number): string {
  if (bytes < 0) throw new RangeError('a size is not negative');
  const units = ['B', 'KB', 'MB', 'GB'];
  let at = 0;
  let size = bytes;
  while (size >= 1024 && at < 3) {
    size /= 1024;
    at += 1;
  }
  return `${size.toFixed(1)} ${units[at]}`;
}

/** Seconds as H:MM:SS. */
export function formatDuration(seconds: number): string {
  if (!Number.isInteger(seconds) || seconds < 0) throw new RangeError('whole seconds are needed');
  const two = (value: number) => String(value).padStart(2, '0');
  return `${Math.floor(seconds / 3600)}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
}
