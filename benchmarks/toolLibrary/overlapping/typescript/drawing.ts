/** Channels red, green and blue of a pen's colour #rrggbb. */
export function penChannels(colour: string): number[] {
  if (!/^#[0-9a-fA-F]{6}$/.test(colour)) throw new RangeError('not a colour of a pen');
  const value = Number(`0x${colour.slice(1)}`);
  return [value >> 16, (value >> 8) & 255, value & 255];
}

/** Position of a figure that moves from a start to an end, by a share of the way. */
export function positionOnWay(from: number, to: number, share: number): number {
  const way = to - from;
  return way * share + from;
}
