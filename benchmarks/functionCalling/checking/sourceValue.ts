/** Values written as source text, read without knowing their type, and number literals as Python reads them. */
import { JsonNumber, type ExactJson } from '../../../runtime/functionCalling';

export function isQuoted(text: string, quotes: readonly string[]): boolean {
  return quotes.some((quote) => text.length > 1 && text.startsWith(quote) && text.endsWith(quote));
}

/** A whole number, else a number, else the text: Python's `int(text)`, `float(text)`. */
export function numberOrText(text: string): ExactJson {
  if (/^[+-]?\d+(_\d+)*$/.test(text)) return integerValue(text.replaceAll('_', ''));
  if (/^[+-]?(\d+(_\d+)*\.?\d*|\.\d+)([eE][+-]?\d+)?$/.test(text)) return floatValue(text.replaceAll('_', ''));
  return text;
}

export function integerValue(text: string): JsonNumber {
  return new JsonNumber(String(BigInt(text.replace(/^\+/, ''))));
}

/** Always a float, also of `3`. */
export function floatValue(text: string): JsonNumber {
  const literal = String(Number(text));
  return new JsonNumber(/^-?\d+$/.test(literal) ? `${literal}.0` : literal);
}
