/** Text with &, < and > written as entities. */
export function escapeHtml(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
}

/** Names and values of a query string. */
export function parseQuery(query: string): Record<string, string> {
  const result: Record<string, string> = {};
  for (const part of query.replace(/^\?/, '').split('&')) {
    if (part === '') continue;
    const at = part.indexOf('=');
    result[at < 0 ? part : part.slice(0, at)] = at < 0 ? '' : part.slice(at + 1);
  }
  return result;
}

/** Text without HTML tags. */
export function stripTags(html: string): string {
  return html.replace(/<[^>]*>/g, '');
}
