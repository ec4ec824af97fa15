import { contextForms, emailForm, knownForms, type SecretForm, type SecretKind } from './secretForms';

export interface FoundSecret {
  readonly kind: SecretKind;
  readonly name: string;
  /** Offsets in the text, the end excluded. */
  readonly from: number;
  readonly to: number;
}

/**
 * 'known': only forms that nothing else has, for what is written down and may be read by a model again. 'all': also passwords by
 * the names that they are given to, for what is handed on.
 */
export interface SecretOptions {
  readonly forms: 'known' | 'all';
  readonly emails?: boolean | undefined;
}

/** @returns secrets of a text in order, none inside another */
export function findSecrets(text: string, { forms, emails = false }: SecretOptions): readonly FoundSecret[] {
  const used: readonly SecretForm[] = [
    ...knownForms,
    ...(forms === 'all' ? contextForms : []),
    ...(emails ? [emailForm] : []),
  ];
  const found = used.flatMap((form) => [...matches(text, form)]);
  found.sort((a, b) => a.from - b.from || b.to - a.to);
  const outer: FoundSecret[] = [];
  for (const each of found) {
    if (each.from >= (outer.at(-1)?.to ?? 0)) outer.push(each);
  }
  return outer;
}

function* matches(text: string, { kind, name, pattern, likely }: SecretForm): Generator<FoundSecret> {
  for (const match of text.matchAll(pattern)) {
    const secret = match.groups?.secret ?? match[0];
    if (likely?.(secret) === false) continue;
    const from = match.index + match[0].lastIndexOf(secret);
    yield { kind, name, from, to: from + secret.length };
  }
}
