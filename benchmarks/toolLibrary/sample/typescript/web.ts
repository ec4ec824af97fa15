/** Addresses and headers. */

/**
 * Values of a header such as Accept: names in order, without their parameters.
 * @example headerValues('text/html; q=0.9, image/png') // ['text/html', 'image/png']
 */
export function headerValues(header: string): string[] {
  return header
    .split(',')
    .map((part) => part.split(';')[0]!.trim())
    .filter((part) => part !== '');
}

/** Media types of an Accept header in order. */
export function acceptedTypes(accept: string): string[] {
  const types: string[] = [];
  for (const part of accept.split(',')) {
    const [type = ''] = part.split(';');
    if (type.trim() !== '') types.push(type.trim());
  }
  return types;
}

/** Joins two parts of an address with one slash between them. */
export function joinPath(base: string, path: string): string {
  return `${base.replace(/\/+$/, '')}/${path.replace(/^\/+/, '')}`;
}

/** Address of a path below a base, with a single slash between. */
export const addressOf = (root: string, rest: string): string =>
  [root.replace(/\/+$/, ''), rest.replace(/^\/+/, '')].join('/');

/** Tells whether an HTTP status says that the call may be tried again. */
export function isRetryable(status: number): boolean {
  return status === 408 || status === 429 || status >= 500;
}

/** Whether it is worth to repeat a call that ended with this status. */
export function shouldRetry(code: number): boolean {
  if (code >= 500) return true;
  return code === 408 || code === 429;
}

/** Wait before the next try in milliseconds: doubled with each try, at most a minute. */
export function backoff(attempt: number): number {
  return Math.min(60_000, 500 * 2 ** Math.max(0, attempt));
}

/** Escapes what has a meaning in HTML. */
export function escapeHtml(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/"/g, '&quot;');
}

/** Makes a text safe to be shown in a page. */
export function htmlSafe(text: string): string {
  const names: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
  return text.replace(/[&<>"]/g, (sign) => names[sign]!);
}
