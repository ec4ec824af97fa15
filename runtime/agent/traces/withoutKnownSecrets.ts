import type { Json } from '../../gateway/types';
import { jsonWithoutSecrets, withoutSecrets } from '../secrets';

/**
 * What is written down of a value: keys of known forms are left out, and so are values of headers and environments. Forms that
 * code may have as well stay, since a model reads a trace again when a run goes on; they are taken out of exports.
 */
export function withoutKnownSecrets<T>(value: T): T {
  return mapped(value) as T;
}

function mapped(value: unknown): unknown {
  if (typeof value === 'string') return withoutSecrets(value, { forms: 'known' });
  if (value === null || typeof value !== 'object') return value;
  if (Array.isArray(value)) return value.map(mapped);
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [
      name,
      // Inputs of tools are the one place where names of members are not ours.
      name === 'input' && member !== undefined
        ? jsonWithoutSecrets(member as Json, { forms: 'known' })
        : mapped(member),
    ]),
  );
}
