/** Square roots of Python's `decimal`. */
import { PyError } from './pyError';
import { exactRatio, halfEven } from './pyNumbers';
import { comparable, PyOther, type PyNumber } from './pyValue';

/** coefficient x 10^exponent, the coefficient not negative */
interface Decimal {
  readonly coefficient: bigint;
  readonly exponent: number;
}

const maxDigits = 10_000n;

/**
 * `Decimal(number).sqrt()` with so many digits: right to half a unit of the last one; an exact root has half the exponent of its
 * square (General Decimal Arithmetic, square-root).
 */
export function decimalRoot(number: PyNumber, digits: bigint): PyOther {
  if (digits < 1n) throw new PyError('ValueError', 'valid range for prec is [1, MAX_PREC]');
  if (digits > maxDigits) throw new PyError('Other', `more than ${maxDigits} digits`);
  const value = comparable(number);
  if (typeof value === 'number' && !Number.isFinite(value)) return printed(Number.isNaN(value) ? 'NaN' : 'Infinity');
  const { coefficient, exponent } = exactly(value);
  const ideal = Math.floor(exponent / 2);
  if (coefficient === 0n) return printed(decimalText({ coefficient: 0n, exponent: ideal }));
  const even = exponent % 2 === 0 ? coefficient : coefficient * 10n;
  const root = wholeRoot(even);
  if (root * root === even)
    return printed(decimalText(shortened({ coefficient: root, exponent: ideal }, Number(digits))));
  // So many digits that the rest only tells on which side of a half the root lies.
  const more = BigInt(Number(digits) + 2 + Math.max(0, -Math.floor((even.toString().length - 1) / 2)));
  const long = wholeRoot(even * 100n ** more);
  // An odd digit behind them all keeps an inexact root from looking like an exact half.
  return printed(
    decimalText(shortened({ coefficient: long * 10n + 1n, exponent: ideal - Number(more) - 1 }, Number(digits))),
  );
}

const printed = (text: string) => new PyOther(`Decimal('${text}')`);

function exactly(value: bigint | number): Decimal {
  if (typeof value === 'bigint') return { coefficient: value, exponent: 0 };
  const { numerator, denominator } = exactRatio(value);
  const places = denominator.toString(2).length - 1;
  return { coefficient: numerator * 5n ** BigInt(places), exponent: -places };
}

function shortened({ coefficient, exponent }: Decimal, digits: number): Decimal {
  const over = coefficient.toString().length - digits;
  if (over <= 0) return { coefficient, exponent };
  const rounded = halfEven(coefficient, 10n ** BigInt(over));
  return rounded.toString().length > digits
    ? { coefficient: rounded / 10n, exponent: exponent + over + 1 }
    : { coefficient: rounded, exponent: exponent + over };
}

/** Newton's method; the largest whole number whose square is not above. */
function wholeRoot(square: bigint): bigint {
  if (square < 2n) return square;
  let root = 1n << BigInt(Math.ceil(square.toString(2).length / 2));
  for (;;) {
    const next = (root + square / root) >> 1n;
    if (next >= root) return root;
    root = next;
  }
}

/** `to-scientific-string` of the same specification. */
function decimalText({ coefficient, exponent }: Decimal): string {
  const digits = coefficient.toString();
  const left = exponent + digits.length;
  if (exponent <= 0 && left > -6) {
    if (exponent === 0) return digits;
    return left > 0 ? `${digits.slice(0, left)}.${digits.slice(left)}` : `0.${'0'.repeat(-left)}${digits}`;
  }
  const mantissa = digits.length > 1 ? `${digits[0] ?? ''}.${digits.slice(1)}` : digits;
  const scientific = left - 1;
  return `${mantissa}E${scientific < 0 ? '-' : '+'}${Math.abs(scientific)}`;
}
