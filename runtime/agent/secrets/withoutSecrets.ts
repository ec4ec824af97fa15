import type { Json } from '../../gateway/types';
import { findSecrets, type SecretOptions } from './findSecrets';

/** What stands where a secret stood. */
export function removed(name: string): string {
  return `[removed: ${name}]`;
}

export function withoutSecrets(text: string, options: SecretOptions): string {
  const found = findSecrets(text, options);
  if (found.length === 0) return text;
  const pieces: string[] = [];
  let at = 0;
  for (const { from, to, name } of found) {
    pieces.push(text.slice(at, from), removed(name));
    at = to;
  }
  return pieces.join('') + text.slice(at);
}

/** Members whose values are secrets by what they are called, and those that hold such members under any name. */
const secretMember =
  /^(?:.*(?:password|passwd|passphrase|secret|token|api[_-]?key|apikey|access[_-]?key|private[_-]?key|credential)s?|authorization|proxy-authorization|cookie|set-cookie|x-api-key)$/i;
const secretHolders = /^(?:headers|env|environment|cookies)$/i;
/** Counts and limits of tokens are no tokens. */
const harmless = /tokens$|^token_?count$|next_?page_?token|page_?token|tokenizer/i;

/**
 * JSON without secrets: those in its texts, and texts under names such as `password`, `headers` and `env`.
 * @returns the same value where there are none
 */
export function jsonWithoutSecrets(value: Json, options: SecretOptions): Json {
  return cleaned(value, options, false);
}

function cleaned(value: Json, options: SecretOptions, inside: boolean): Json {
  if (typeof value === 'string') return inside && value !== '' ? removed('value') : withoutSecrets(value, options);
  if (value === null || typeof value !== 'object') return value;
  if (Array.isArray(value)) return (value as readonly Json[]).map((each) => cleaned(each, options, inside));
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => {
      const secret = inside || secretHolders.test(name) || (secretMember.test(name) && !harmless.test(name));
      return [name, cleaned(member, options, secret)];
    }),
  );
}
