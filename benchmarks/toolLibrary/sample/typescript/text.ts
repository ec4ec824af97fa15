/** Texts in the web pages. */

/**
 * Makes a slug of a title.
 * @example slugify('Hello, World!') // 'hello-world'
 */
export function slugify(title: string): string {
  return title
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');
}

/** Slug of a text for a link: lower-case words with hyphens between them. */
export function toSlug(text: string): string {
  const words = text.toLowerCase().match(/[a-z0-9]+/g);
  return (words ?? []).join('-');
}

/** Makes a slug of a title with underscores. */
export function toUnderscored(title: string): string {
  const words = title.toLowerCase().match(/[a-z0-9]+/g);
  return (words ?? []).join('_');
}

/**
 * Writes a text with a capital first letter.
 * @example capitalise('graz') // 'Graz'
 */
export function capitalise(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** Turns the first letter of a text into a capital. */
export const upperFirst = (value: string): string => {
  if (value === '') return value;
  return `${value.slice(0, 1).toUpperCase()}${value.slice(1)}`;
};

/** Writes a text with a capital first letter, and all others small. */
export function capitaliseOnly(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1).toLowerCase();
}

/**
 * Cuts a text to a length, with an ellipsis where something was cut.
 * @param text the text
 * @param length most characters that are kept
 */
export function truncateText(text: string, length: number): string {
  return text.length <= length ? text : `${text.slice(0, Math.max(0, length))}…`;
}

/** Shortens a text to a length and puts an ellipsis at the end. */
export function ellipsis(text: string, most: number): string {
  if (text.length > most) return text.slice(0, most < 0 ? 0 : most) + '…';
  return text;
}

/** Counts the words of a text. */
export function countWords(text: string): number {
  return text.split(/\s+/).filter((word) => word !== '').length;
}

/** Number of words that a text has. */
export function wordTotal(content: string): number {
  return (content.match(/\S+/g) ?? []).length;
}

/** Counts the lines of a text. */
export function countLines(text: string): number {
  return text === '' ? 0 : text.split('\n').length;
}

/** Reverses a text, letter by letter. */
export function reverseText(text: string): string {
  return Array.from(text).reverse().join('');
}

/** Pads a number with zeros on the left up to a width. */
export function zeroPad(value: number, width: number): string {
  return String(value).padStart(width, '0');
}
