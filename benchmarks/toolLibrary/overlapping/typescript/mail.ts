/** Plain text of a mail without HTML tags. */
export function plainMail(html: string): string {
  let text = '';
  let at = 0;
  while (at < html.length) {
    const end = html[at] === '<' ? html.indexOf('>', at) : -1;
    if (end >= 0) at = end + 1;
    else text += html[at++]!;
  }
  return text;
}

/** Whether a newsletter can be sent to a text that looks like an e-mail address. */
export function newsletterAddress(text: string): boolean {
  const parts = text.split('@');
  if (/\s/.test(text) || parts.length !== 2 || parts[0] === '') return false;
  const domain = parts[1]!;
  return domain.slice(1, -1).includes('.');
}
