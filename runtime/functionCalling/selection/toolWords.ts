/** Words without which a query means the same. */
const stopWords = new Set(
  (
    'a an and any are as at be by can could do does for from get give given has have help how i in into is it its like ' +
    'list make me my need of on or our out please provide retrieve show some tell that the their them there these this ' +
    'to up us use want was we what when where which who will with would you your information details'
  ).split(' '),
);

/**
 * Words of a text as they are compared: split at signs, at changes of case and before digits (`getFilmBy_id2` has get,
 * film, by, id, 2), lower-cased, without common endings. Words that say nothing are left out.
 */
export function toolWords(text: string): readonly string[] {
  const parts = text
    .replace(/([\p{Ll}\d])(\p{Lu})/gu, '$1 $2')
    .replace(/(\p{Lu})(\p{Lu}\p{Ll})/gu, '$1 $2')
    .replace(/(\p{L})(\d)/gu, '$1 $2')
    .toLowerCase()
    .match(/[\p{L}\p{N}]+/gu);
  return (parts ?? []).filter((word) => !stopWords.has(word)).map(stem);
}

/** A light stemmer: enough that plurals and forms of verbs meet, without a table of exceptions. */
function stem(word: string): string {
  if (word.length <= 3) return word;
  const endings: readonly [RegExp, string][] = [
    [/ies$/, 'y'],
    [/(ss|us|is)$/, '$1'],
    [/s$/, ''],
  ];
  const singular = endings.find(([ending]) => ending.test(word));
  const base = singular === undefined ? word : word.replace(...singular);
  return base.length <= 5 ? base : base.replace(/(ational|ation|ating|ator|ate|ing|ed|er|ion|ment|ly|e)$/, '');
}
