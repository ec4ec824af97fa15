/** Name of a form's field: the words of its label as one name with humps. */
export function fieldName(label: string): string {
  let name = '';
  for (const word of label.toLowerCase().match(/[a-z0-9]+/g) ?? []) {
    name += name === '' ? word : word[0]!.toUpperCase() + word.substring(1);
  }
  return name;
}

/** Label of a field with the first letter as a capital. */
export function fieldLabel(name: string): string {
  if (name === '') return '';
  const [first, ...rest] = name.split('');
  return first!.toUpperCase() + rest.join('');
}

/** Names and values of a form that was sent as a query string. */
export function sentForm(body: string): Record<string, string> {
  const text = body.startsWith('?') ? body.slice(1) : body;
  const pairs = text
    .split('&')
    .filter((part) => part.length > 0)
    .map((part) => {
      const [name = '', ...value] = part.split('=');
      return [name, value.join('=')];
    });
  return Object.fromEntries(pairs) as Record<string, string>;
}
