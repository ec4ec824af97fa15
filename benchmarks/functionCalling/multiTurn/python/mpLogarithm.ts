/** Logarithms of Python's `mpmath`. */
import { PyError } from './pyError';
import { exactRatio, halfEven } from './pyNumbers';
import { comparable, PyOther, type PyNumber } from './pyValue';

/** Bits of a decimal digit, as mpmath writes it. */
const bitsPerDigit = 3.3219280948873626;
const maxDigits = 2000n;
/** Bits beyond the precision: enough for arguments next to 1, where the logarithm is small. */
const guard = 160n;

/** mantissa x 2^exponent */
interface Binary {
  readonly mantissa: bigint;
  readonly exponent: bigint;
}

/**
 * `mpmath.log(value) / mpmath.log(base)` at `mp.dps = digits`: each step is rounded to the nearest number of that many bits.
 * Arguments must be above 0: mpmath gives complex numbers below, which no dialogue needs.
 * @throws PyError as mpmath does for a base of 1
 */
export function mpLogarithm(value: PyNumber, base: PyNumber, digits: bigint): PyOther {
  if (digits > maxDigits) throw new PyError('Other', `more than ${maxDigits} digits`);
  const precision = Math.max(1, roundEven((Number(digits) + 1) * bitsPerDigit));
  const [above, below] = [logarithm(comparable(value), precision), logarithm(comparable(base), precision)];
  if (below.mantissa === 0n) throw new PyError('Other', '');
  const sign = below.mantissa < 0n ? -1n : 1n;
  const shift = BigInt(precision + 4) + bitLength(below.mantissa);
  const numerator = (above.mantissa << shift) * sign;
  // What is left of the division only matters as "a little more".
  const quotient = numerator / (below.mantissa * sign);
  const rest = numerator % (below.mantissa * sign) === 0n ? 0n : numerator < 0n ? -1n : 1n;
  const exponent = above.exponent - below.exponent - shift;
  const rounded = nearest({ mantissa: quotient * 2n + rest, exponent: exponent - 1n }, precision);
  const decimals = Math.max(1, roundEven(precision / bitsPerDigit - 1));
  return new PyOther(`mpf('${binaryText(rounded, decimals === 15 ? 17 : decimals + 3)}')`);
}

/** Python's `round`: halves to the even number. */
function roundEven(value: number): number {
  const down = Math.floor(value);
  if (value - down === 0.5) return down % 2 === 0 ? down : down + 1;
  return Math.round(value);
}

function logarithm(value: bigint | number, precision: number): Binary {
  if (value <= 0 || !Number.isFinite(Number(value))) {
    throw new PyError('ValueError', 'only logarithms of positive numbers are supported');
  }
  const { numerator, denominator } =
    typeof value === 'bigint' ? { numerator: value, denominator: 1n } : exactRatio(value);
  const bits = BigInt(precision) + guard;
  // value = part x 2^shift with part between 1/2 and 1.
  const shift = bitLength(numerator) - (bitLength(denominator) - 1n);
  const one = 1n << bits;
  const part = shift >= 0n ? (numerator << bits) / (denominator << shift) : (numerator << (bits - shift)) / denominator;
  const ln2 = 2n * inverseTangent(one / 3n, bits);
  const sum = 2n * inverseTangent(((part - one) << bits) / (part + one), bits) + shift * ln2;
  // Only the logarithm of 1 is 0; next to 1 far more bits are left than are lost.
  return numerator === denominator
    ? { mantissa: 0n, exponent: 0n }
    : nearest({ mantissa: sum, exponent: -bits }, precision);
}

/** atanh(t) = t + t^3/3 + t^5/5 + ..., fixed point */
function inverseTangent(t: bigint, bits: bigint): bigint {
  const square = (t * t) >> bits;
  let [sum, term] = [0n, t];
  for (let odd = 1n; term !== 0n && term !== -1n; odd += 2n) {
    sum += term / odd;
    term = (term * square) >> bits;
  }
  return sum;
}

function nearest({ mantissa, exponent }: Binary, precision: number): Binary {
  const over = bitLength(mantissa) - BigInt(precision);
  return over <= 0n ? { mantissa, exponent } : { mantissa: halfEven(mantissa, 1n << over), exponent: exponent + over };
}

function bitLength(value: bigint): bigint {
  return BigInt((value < 0n ? -value : value).toString(2).length);
}

/** As `mpmath.libmp.to_str` prints it: halves away from zero, no zeros at the end. */
function binaryText({ mantissa, exponent }: Binary, digits: number): string {
  if (mantissa === 0n) return '0.0';
  const size = mantissa < 0n ? -mantissa : mantissa;
  const [numerator, denominator] = exponent >= 0n ? [size << exponent, 1n] : [size, 1n << -exponent];
  let power = numerator.toString().length - denominator.toString().length;
  if (numerator * 10n ** BigInt(Math.max(0, -power)) < denominator * 10n ** BigInt(Math.max(0, power))) power--;
  const places = BigInt(digits - 1 - power);
  const [above, below] =
    places >= 0n ? [numerator * 10n ** places, denominator] : [numerator, denominator * 10n ** -places];
  let text = String((above * 2n + below) / (below * 2n));
  if (text.length > digits) [text, power] = [text.slice(0, digits), power + 1];
  const plain = power > Math.min(-Math.floor(digits / 3), -5) && power < digits;
  if (plain && power < 0) text = '0'.repeat(-power) + text;
  const split = plain && power >= 0 ? power + 1 : 1;
  const cut = `${text.slice(0, split)}.${text.slice(split)}`.replace(/0+$/, '').replace(/\.$/, '.0');
  const tail = plain ? '' : `e${power < 0 ? '' : '+'}${power}`;
  return `${mantissa < 0n ? '-' : ''}${cut}${tail}`;
}
