const size = 624;
const middle = 397;

/**
 * The numbers of Python's `random.Random(seed)` for a whole seed: MT19937 (Matsumoto and Nishimura 1998, doi:10.1145/272991.272995)
 * seeded by `init_by_array` with the seed's 32-bit words, and Python's ways from its words to ranges and floats.
 */
export class MersenneTwister {
  private readonly state = new Uint32Array(size);
  private at = size;

  constructor(seed: bigint) {
    const key = wordsOf(seed < 0n ? -seed : seed);
    this.fill(19650218);
    let [i, j] = [1, 0];
    for (let step = Math.max(size, key.length); step > 0; step--) {
      this.state[i] = (this.word(i) ^ Math.imul(mixed(this.word(i - 1)), 1664525)) + (key[j] ?? 0) + j;
      i = this.next(i);
      j = (j + 1) % key.length;
    }
    for (let step = size - 1; step > 0; step--) {
      this.state[i] = (this.word(i) ^ Math.imul(mixed(this.word(i - 1)), 1566083941)) - i;
      i = this.next(i);
    }
    this.state[0] = 0x80000000;
  }

  /** `randint(low, high)`: both ends included. */
  integer(low: bigint, high: bigint): bigint {
    const count = high - low + 1n;
    const bits = count.toString(2).length;
    for (;;) {
      const drawn = this.bits(bits);
      if (drawn < count) return low + drawn;
    }
  }

  /** `uniform(low, high)` */
  uniform(low: number, high: number): number {
    const [a, b] = [this.uint32() >>> 5, this.uint32() >>> 6];
    return low + (high - low) * ((a * 67108864 + b) / 9007199254740992);
  }

  /** `getrandbits`: words from the lowest on; the last one gives its high bits. */
  private bits(count: number): bigint {
    let drawn = 0n;
    for (let have = 0; have < count; have += 32) {
      const left = count - have;
      drawn |= BigInt(this.uint32() >>> (left < 32 ? 32 - left : 0)) << BigInt(have);
    }
    return drawn;
  }

  private uint32(): number {
    if (this.at >= size) this.twist();
    let y = this.word(this.at++);
    y ^= y >>> 11;
    y ^= (y << 7) & 0x9d2c5680;
    y ^= (y << 15) & 0xefc60000;
    return (y ^ (y >>> 18)) >>> 0;
  }

  private twist(): void {
    for (let i = 0; i < size; i++) {
      const y = (this.word(i) & 0x80000000) | (this.word((i + 1) % size) & 0x7fffffff);
      this.state[i] = this.word((i + middle) % size) ^ (y >>> 1) ^ (y & 1 ? 0x9908b0df : 0);
    }
    this.at = 0;
  }

  private fill(seed: number): void {
    this.state[0] = seed;
    for (let i = 1; i < size; i++) this.state[i] = Math.imul(1812433253, mixed(this.word(i - 1))) + i;
  }

  /** After the last word comes the second one; the first takes over the last. */
  private next(i: number): number {
    if (i + 1 < size) return i + 1;
    this.state[0] = this.word(size - 1);
    return 1;
  }

  private word(index: number): number {
    return this.state[index] ?? 0;
  }
}

const mixed = (word: number) => word ^ (word >>> 30);

function wordsOf(value: bigint): readonly number[] {
  const words: number[] = [];
  for (let left = value; left > 0n; left >>= 32n) words.push(Number(left & 0xffffffffn));
  return words.length === 0 ? [0] : words;
}
