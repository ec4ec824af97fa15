/** Words of a text as one name with humps. */
export function camelCase(text: string): string {
  const words = text
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== '');
  return words.map((word, at) => (at === 0 ? word : word.charAt(0).toUpperCase() + word.slice(1))).join('');
}

/** Words of a text in lower case, joined by hyphens. */
export function kebabCase(text: string): string {
  return text
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== '')
    .join('-');
}

/** Text with its first letter as a capital. */
export function capitalise(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}

/** Number of words in a text. */
export function wordCountOf(text: string): number {
  return text.split(/\s+/).filter((word) => word !== '').length;
}

/** Text from its end to its beginning. */
export function reverseText(text: string): string {
  return text.split('').reverse().join('');
}
