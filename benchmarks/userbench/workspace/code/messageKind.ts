import type { MessageKind } from './types';

/** What the text of a failure says, from the code that makes it: a code in front, the value in question, or a sentence alone. */
export function messageKind(code: string): MessageKind | undefined {
  if (/['"`](?:[A-Z][A-Z0-9]*_[A-Z0-9_]+|[A-Z]{1,4}-?\d{2,})\b/.test(code)) return 'code';
  if (/`[^`]*\$\{|\bf['"][^'"]*\{|['"`]\s*\+\s*[\w(]|[\w)]\s*\+\s*['"`]|\.format\(|['"]\s*%\s*[\w(]/.test(code))
    return 'value';
  return /['"`]/.test(code) ? 'plain' : undefined;
}
