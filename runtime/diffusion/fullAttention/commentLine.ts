/** Signs that begin and end a comment, by VS Code language; `//` where nothing else is said. */
const signs: Readonly<Record<string, readonly [string, string]>> = {
  ...each(
    ['#', ''],
    'python ruby shellscript yaml toml perl r julia elixir makefile dockerfile powershell coffeescript',
  ),
  ...each(['<!-- ', ' -->'], 'html xml markdown vue svelte mdx'),
  ...each(['-- ', ''], 'sql lua haskell'),
  ...each(['/* ', ' */'], 'css less'),
  ...each(['% ', ''], 'latex matlab erlang'),
  ...each(['; ', ''], 'ini clojure lisp'),
  ...each(['', ''], 'plaintext'),
};

function each(pair: readonly [string, string], languages: string): Record<string, readonly [string, string]> {
  return Object.fromEntries(languages.split(' ').map((language) => [language, pair]));
}

/** A line of its own that says something in a language's comment, e.g. the path of the file that follows. */
export function commentLine(languageId: string, text: string): string {
  const [start, end] = signs[languageId] ?? ['// ', ''];
  // One blank between sign and text, which Python's readers expect as well.
  return `${start === '#' ? '# ' : start}${text.replaceAll('\n', ' ')}${end}\n`;
}
