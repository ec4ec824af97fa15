import { findSecrets } from '../../../../runtime/agent';
import type { Draft } from '../maker';

/** @returns what kind of secret stands in the texts of a draft, for people; undefined: none */
export function secretOf({ prompt, title, description, base, verification }: Draft): string | undefined {
  const texts = [
    title,
    description,
    ...(typeof prompt === 'string' ? [prompt] : Object.values(prompt)),
    ...base.map(({ content }) => content ?? ''),
    JSON.stringify(verification),
  ];
  for (const text of texts) {
    const [secret] = findSecrets(text, { forms: 'known' });
    if (secret !== undefined) return `${secret.name} (${secret.kind})`;
  }
  return undefined;
}
