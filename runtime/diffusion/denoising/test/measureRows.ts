/**
 * Time to draw a token from one row of logits of CoDA's vocabulary, against the plain way: softmax of the whole row, and
 * sorting all of it for a nucleus. Run with `npx tsx runtime/diffusion/denoising/test/measureRows.ts`.
 */
import { randomNumbers } from '../../infilling/distribution';
import { RowReader, type TokenFilter } from '../rowReader';
import { spansWithout } from '../tokenSpans';

const vocab = 151_936;
const rows = 8;
const rounds = 12;
const random = randomNumbers(1);
const normal = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
const forbidden = Array.from({ length: vocab - 151_643 }, (_, at) => 151_643 + at);
const spans = spansWithout(vocab, forbidden);

/** Rows as models give them: a wide bulk, and some tokens far above it. */
function peaked(): Float32Array {
  const logits = Float32Array.from({ length: rows * vocab }, () => 2.5 * normal());
  for (let row = 0; row < rows; row++) {
    for (let rank = 0; rank < 40; rank++)
      logits[row * vocab + Math.floor(random() * 150_000)] = 18 - rank / 4 - random();
  }
  return logits;
}

/** The worst rows for a nucleus: nearly all tokens belong to it. */
function flat(): Float32Array {
  return Float32Array.from({ length: rows * vocab }, () => 0.3 * normal());
}

function naive(logits: Float32Array, row: number, { temperature, topP }: TokenFilter): number {
  const values = Array.from(logits.subarray(row * vocab, (row + 1) * vocab), (value) => value / (temperature || 1));
  for (const id of forbidden) values[id] = -Infinity;
  let top = -Infinity;
  for (const value of values) top = Math.max(top, value);
  let p = values.map((value) => Math.exp(value - top));
  let sum = p.reduce((all, mass) => all + mass, 0);
  if (topP < 1) {
    const order = p.map((_, id) => id).sort((a, b) => p[b]! - p[a]!);
    let before = 0;
    const cut = new Float64Array(vocab);
    for (const id of order) {
      if (before <= topP * sum) cut[id] = p[id]!;
      before += p[id]!;
    }
    p = Array.from(cut);
    sum = p.reduce((all, mass) => all + mass, 0);
  }
  p = p.map((mass) => mass / sum);
  const entropy = -p.reduce((all, each) => all + each * Math.log(each + 1e-10), 0);
  let left = temperature > 0 ? random() : 0;
  const token = temperature > 0 ? p.findIndex((each) => (left -= each) < 0) : p.indexOf(Math.max(...maxima(p)));
  return token + entropy;
}

/** Spreading 151,936 values as arguments overflows the stack. */
function maxima(values: readonly number[]): readonly number[] {
  const parts: number[] = [];
  for (let at = 0; at < values.length; at += 10_000) parts.push(Math.max(...values.slice(at, at + 10_000)));
  return parts;
}

/** Least processor time of one row, in milliseconds: the machine may be busy with other things. */
function least(draw: (row: number) => unknown, count: number): number {
  let best = Infinity;
  for (let round = 0; round < count; round++) {
    const start = process.cpuUsage();
    for (let row = 0; row < rows; row++) draw(row);
    const { user, system } = process.cpuUsage(start);
    best = Math.min(best, (user + system) / 1000 / rows);
  }
  return best;
}

console.log('logits  temperature  topP   reader, ms  plain, ms  ratio');
for (const [name, logits] of [
  ['peaked', peaked()],
  ['flat', flat()],
] as const) {
  for (const filter of [
    { temperature: 0, topP: 1 },
    { temperature: 0, topP: 0.95 },
    { temperature: 0.2, topP: 0.9 },
    { temperature: 0.7, topP: 0.95 },
    { temperature: 1, topP: 1 },
  ]) {
    const reader = new RowReader(vocab, filter);
    const fast = least((row) => reader.read(logits, row, spans, random), rounds);
    const plain = least((row) => naive(logits, row, filter), 3);
    const cells = [fast.toFixed(2), plain.toFixed(1), (plain / fast).toFixed(0)];
    console.log(
      `${name.padEnd(8)}${String(filter.temperature).padEnd(13)}${String(filter.topP).padEnd(7)}` +
        `${cells[0]!.padEnd(12)}${cells[1]!.padEnd(11)}${cells[2]}`,
    );
  }
}
