/** Python's `round`: the decimal that is nearest to the binary value, and the even one where two are equally near. */
export function roundHalfEven(value: number, digits: number): number {
  if (!Number.isFinite(value) || Math.abs(value) >= 1e21) return value;
  const away = Number(value.toFixed(digits));
  // Every place of the binary value: a tie is exact, or it is none.
  const exact = Math.abs(value).toFixed(Math.min(100, digits + 60));
  const kept = exact.length - 60;
  if (
    !/^50*$/u.test(exact.slice(kept)) ||
    Number(exact[kept - 1] === '.' ? exact[kept - 2] : exact[kept - 1]) % 2 === 1
  ) {
    return away;
  }
  return Math.sign(value) * Number(exact.slice(0, kept));
}

const decimal = /^[+-]?(?:\d+(?:_\d+)*(?:\.(?:\d+(?:_\d+)*)?)?|\.\d+(?:_\d+)*)(?:e[+-]?\d+)?$/u;

/** Python's `float(text)`. @returns undefined where Python raises */
export function pythonFloat(text: string): number | undefined {
  const source = text.trim().toLowerCase();
  const [, sign = '', word] = /^([+-]?)(inf|infinity|nan)$/u.exec(source) ?? [];
  if (word !== undefined) return word === 'nan' ? Number.NaN : sign === '-' ? -Infinity : Infinity;
  if (!decimal.test(source)) return undefined;
  return Number(source.replaceAll('_', ''));
}
