/** Numbers from 0 up to, not including, 1: the same for the same seed and place, in whatever order they are asked for. */
export function seeded(seed: number, place: number): number {
  // The finaliser of MurmurHash3.
  let mixed = (Math.imul(seed + 1, 0x9e3779b1) ^ Math.imul(place + 1, 0x85ebca6b)) >>> 0;
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return ((mixed ^ (mixed >>> 16)) >>> 0) / 4_294_967_296;
}
