/** Red, green and blue of a colour #rrggbb. */
export function hexToRgb(colour: string): number[] {
  if (!/^#[0-9a-f]{6}$/i.test(colour)) throw new RangeError('not a colour');
  return [1, 3, 5].map((at) => parseInt(colour.slice(at, at + 2), 16));
}
