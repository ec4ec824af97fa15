/** Arithmetic of Python: whole numbers stay whole and have no bound; with a float everything is a float. */
import { PyError } from './pyError';
import { comparable, isPyNumber, type PyNumber, type PyValue } from './pyValue';

/** Python would compute longer; nothing here needs it. */
const maxBits = 1_000_000n;

export function asNumber(value: PyValue, what: string): PyNumber {
  if (isPyNumber(value)) return value;
  throw new PyError('TypeError', `${what} must be a number`);
}

/** Python's `float(value)`. */
export function toFloat(value: PyNumber): number {
  const float = Number(comparable(value));
  if (typeof value === 'bigint' && !Number.isFinite(float))
    throw new PyError('Other', 'int too large to convert to float');
  return float;
}

export function add(a: PyNumber, b: PyNumber): PyNumber {
  return calculated(
    a,
    b,
    (x, y) => x + y,
    (x, y) => x + y,
  );
}

export function subtract(a: PyNumber, b: PyNumber): PyNumber {
  return calculated(
    a,
    b,
    (x, y) => x - y,
    (x, y) => x - y,
  );
}

export function multiply(a: PyNumber, b: PyNumber): PyNumber {
  return calculated(
    a,
    b,
    (x, y) => x * y,
    (x, y) => x * y,
  );
}

/** Python's `/`: always a float. */
export function divide(a: PyNumber, b: PyNumber): number {
  if (compare(b, 0n) === 0) throw new PyError('Other', 'division by zero');
  return toFloat(a) / toFloat(b);
}

export function power(a: PyNumber, b: PyNumber): PyNumber {
  const [base, exponent] = [comparable(a), comparable(b)];
  if (typeof base === 'bigint' && typeof exponent === 'bigint' && exponent >= 0n) {
    if (exponent * BigInt(base.toString(2).length) > maxBits) throw new PyError('Other', 'the result is too large');
    return base ** exponent;
  }
  const [x, y] = [toFloat(a), toFloat(b)];
  if (x === 0 && y < 0) throw new PyError('Other', '0.0 cannot be raised to a negative power');
  if (x < 0 && !Number.isInteger(y)) throw new PyError('Other', 'complex numbers are not supported');
  // One rounding, as the C library does.
  return y === 2 ? x * x : x ** y;
}

/** @returns below 0, 0, above 0 */
export function compare(a: PyNumber, b: PyNumber): number {
  const [x, y] = [comparable(a), comparable(b)];
  return x < y ? -1 : x > y ? 1 : 0;
}

export function absolute(a: PyNumber): PyNumber {
  const value = comparable(a);
  return typeof value === 'bigint' ? (value < 0n ? -value : value) : Math.abs(value);
}

/** Python's `sum` (until 3.11: without compensation). */
export function sum(numbers: readonly PyNumber[]): PyNumber {
  return numbers.reduce<PyNumber>(add, 0n);
}

/** Python's `round(value, digits)`: halves go to the even neighbour, of the exact value of a float. */
export function round(value: PyNumber, digits: bigint): PyNumber {
  const number = comparable(value);
  if (typeof number === 'number') {
    if (!Number.isFinite(number) || digits > 400n) return number;
    if (digits < -400n) return 0;
    return Number(`${scaled(number, Number(digits))}e${-digits}`);
  }
  if (digits >= 0n) return number;
  const unit = 10n ** -digits;
  return halfEven(number, unit) * unit;
}

/** Python's `f"{value:.2f}"` and the like. */
export function fixed(value: number, digits: number): string {
  const whole = scaled(value, digits);
  const text = String(whole < 0n ? -whole : whole).padStart(digits + 1, '0');
  return `${whole < 0n ? '-' : ''}${text.slice(0, text.length - digits)}.${text.slice(text.length - digits)}`;
}

/** value x 10^digits, rounded. */
function scaled(value: number, digits: number): bigint {
  const { numerator, denominator } = exactRatio(value);
  return digits >= 0
    ? halfEven(numerator * 10n ** BigInt(digits), denominator)
    : halfEven(numerator, denominator * 10n ** BigInt(-digits));
}

/** A finite float is a whole number over a power of two. */
export function exactRatio(value: number): { readonly numerator: bigint; readonly denominator: bigint } {
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, value);
  const bits = view.getBigUint64(0);
  const stored = Number((bits >> 52n) & 0x7ffn);
  const fraction = bits & ((1n << 52n) - 1n);
  const mantissa = (stored === 0 ? fraction : fraction | (1n << 52n)) * (value < 0 ? -1n : 1n);
  const exponent = (stored === 0 ? 1 : stored) - 1075;
  if (exponent >= 0) return { numerator: mantissa << BigInt(exponent), denominator: 1n };
  let [numerator, shift] = [mantissa, BigInt(-exponent)];
  while (shift > 0n && numerator % 2n === 0n) [numerator, shift] = [numerator / 2n, shift - 1n];
  return { numerator, denominator: 1n << shift };
}

/** @param denominator above 0 */
export function halfEven(numerator: bigint, denominator: bigint): bigint {
  const negative = numerator < 0n;
  const size = negative ? -numerator : numerator;
  const [whole, rest] = [size / denominator, (size % denominator) * 2n];
  const rounded = rest > denominator || (rest === denominator && whole % 2n === 1n) ? whole + 1n : whole;
  return negative ? -rounded : rounded;
}

function calculated(
  a: PyNumber,
  b: PyNumber,
  whole: (x: bigint, y: bigint) => bigint,
  float: (x: number, y: number) => number,
): PyNumber {
  const [x, y] = [comparable(a), comparable(b)];
  return typeof x === 'bigint' && typeof y === 'bigint' ? whole(x, y) : float(toFloat(a), toFloat(b));
}
