export type LiteralLanguage = 'python' | 'script';

/** A JSON value as an expression of a language. */
export function literalText(language: LiteralLanguage, value: unknown): string {
  if (language === 'script') return value === undefined ? 'undefined' : JSON.stringify(value);
  return pythonText(value);
}

function pythonText(value: unknown): string {
  if (value === null || value === undefined) return 'None';
  if (value === true) return 'True';
  if (value === false) return 'False';
  if (Array.isArray(value)) return `[${value.map(pythonText).join(', ')}]`;
  if (typeof value === 'object') {
    const entries = Object.entries(value).map(([key, each]) => `${pythonText(key)}: ${pythonText(each)}`);
    return `{${entries.join(', ')}}`;
  }
  // Strings and finite numbers of JSON are literals of Python too, but for characters outside the first plane, which JSON may write as two escapes.
  return JSON.stringify(value);
}
