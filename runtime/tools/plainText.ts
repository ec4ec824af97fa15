/** Controls, directions and tag characters: they hide from people what a model reads. */
const hidden =
  // eslint-disable-next-line no-control-regex -- these are meant
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\u{e0000}-\u{e007f}]/gu;

/** What a server or an extension says about itself, as a person would see it. @param limit characters at most */
export function plainText(text: string, limit: number): string {
  const plain = text.replace(hidden, '');
  return plain.length <= limit ? plain : `${plain.slice(0, limit - 1)}…`;
}
