import type { MessageKind } from './types';

/** What the text of a failure says, from the code that makes it: a code in front, the value in question, or a sentence alone. */
export function messageKind(code: string): MessageKind | undefined {
  if (/\b(?:code\s*[:=]\s*)?f?['"`](?:E_?[A-Z0-9]+_?|[A-Z][A-Z0-9]*_)[A-Z0-9_]*\b/.test(code)) return 'code';
  if (/`[^`]*\$\{|\bf['"][^'"]*\{|['"`]\s*\+\s*[\w(]|[\w)]\s*\+\s*['"`]|\.format\(|['"]\s*%\s*[\w(]/.test(code))
    return 'value';
  return /['"`]/.test(code) ? 'plain' : undefined;
}
