/**
 * Where a marker stands in a text.
 * @returns UTF-16 offsets, ascending, not overlapping; none for a marker of white space alone
 */
export function findMarkers(text: string, marker: string): readonly number[] {
  if (marker.trim() === '') return [];
  const found: number[] = [];
  for (let at = text.indexOf(marker); at >= 0; at = text.indexOf(marker, at + marker.length)) found.push(at);
  return found;
}
