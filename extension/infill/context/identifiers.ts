/** Words of most languages, and of most code, which tell nothing about what two pieces have in common. */
const common = new Set(
  (
    'and any args array as async await bool boolean break case catch char class const continue def default del do ' +
    'double elif else end enum except export extends extern false final finally float fn for from func function get ' +
    'goto if impl implements import in include int interface is lambda len let list long map match mod module mut ' +
    'namespace new nil none not null number object of or package pass print private protected pub public raise range ' +
    'readonly return self set short static str string struct super switch then this throw throws trait true try type ' +
    'typeof undefined union unsigned use using val value var void while with yield'
  ).split(' '),
);

/** Names in a text: at least three characters long, no keywords. */
export function identifiersOf(text: string): ReadonlySet<string> {
  const found = new Set<string>();
  for (const [word] of text.matchAll(/[\p{L}_$][\p{L}\p{N}_$]{2,}/gu)) {
    if (!common.has(word.toLowerCase())) found.add(word);
  }
  return found;
}
