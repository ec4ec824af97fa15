/** Names in programs. Written for the code generator. */

/**
 * Name in camelCase of a name in kebab-case.
 * @example kebabToCamel('user-name') // 'userName'
 */
export function kebabToCamel(name: string): string {
  return name.replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());
}

/** Converts kebab-case to camelCase. */
export const camelFromKebab = (kebab: string): string =>
  kebab.replace(/-[a-z]/g, (match) => match.slice(1).toUpperCase());

/** Converts camelCase to kebab-case. */
export function camelToKebab(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

/** Converts camelCase to snake_case. */
export function camelToSnake(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

/** Tells whether a text can be the name of a variable. */
export function isIdentifier(text: string): boolean {
  return /^[A-Za-z_$][\w$]*$/.test(text);
}

/** Checks that a name is a valid identifier. */
export function validName(name: string): boolean {
  const pattern = /^[A-Za-z_$][\w$]*$/;
  return pattern.test(name);
}
