/** What is said beside the code: documentation, comments, the changelog. */
import { matcher, type Inspection } from '../inspection';
import { no, when, type Rule } from '../rule';

const FENCE = /^[ \t]*(```|~~~)[^\n]*\n[\s\S]*?^[ \t]*\1/gm;
const POINT = /^[ \t]*(?:[-*+]|\d+\.)[ \t]+\S/gm;

export const docMentions: Rule<'docMentions'> = ({ globs, words, form, absent }, tree) => {
  const found = textsOf(tree, globs, form).filter(({ text }) => hasAll(text, words));
  const fits = found.filter(({ text }) => isOfForm(text, words, form));
  if (absent === true) return when(fits.length === 0, fits[0]?.path ?? 'nothing says it');
  return when(
    fits.length > 0,
    fits[0]?.path ?? (found.length > 0 ? `said in another form in ${found[0]!.path}` : 'nothing says it'),
  );
};

function textsOf(
  tree: Inspection,
  globs: readonly string[],
  form: string | undefined,
): readonly { path: string; text: string }[] {
  if (form !== 'comment' && form !== 'header') {
    return tree.changedPaths(globs).map((path) => ({ path, text: tree.addedTo(path) }));
  }
  const matches = matcher(globs);
  return tree.sources.flatMap(({ path, facts, before, isTest }) => {
    if (isTest || !matches(path)) return [];
    if (form === 'header') return before === undefined ? [{ path, text: facts.header }] : [];
    const old = new Set(before?.comments.map(({ text }) => text));
    return facts.comments.filter(({ text }) => !old.has(text)).map(({ text }) => ({ path, text }));
  });
}

function hasAll(text: string, words: readonly string[]): boolean {
  const lower = text.toLowerCase();
  return words.every((word) => word.split('|').some((each) => lower.includes(each)));
}

function isOfForm(text: string, words: readonly string[], form: string | undefined): boolean {
  if (form === 'fence') return (text.match(FENCE) ?? []).some((fence) => words.length === 0 || hasAll(fence, words));
  const rest = text.replace(FENCE, '');
  if (form === 'list') return (rest.match(POINT) ?? []).length >= 2;
  if (form === 'prose') return rest.length === text.length && (rest.match(POINT) ?? []).length < 2;
  return text.trim() !== '';
}

export const changelogEntry: Rule<'changelogEntry'> = ({ glob, words, under, absent }, tree) => {
  const files = tree.changedPaths([glob]);
  for (const path of files) {
    const added = tree
      .addedTo(path)
      .split('\n')
      .filter((line) => hasAll(line, words) && line.trim() !== '');
    if (absent === true && added.length > 0) return no(path);
    if (absent === true) continue;
    const lines = (tree.text(path) ?? '').split('\n');
    const fits = added.some((line) => under === undefined || headingAbove(lines, line).includes(under.toLowerCase()));
    if (fits) return when(true, path);
    if (added.length > 0) return no('it stands below another heading');
  }
  return when(absent === true, 'the changelog says nothing of it');
};

function headingAbove(lines: readonly string[], line: string): string {
  for (let at = lines.indexOf(line); at >= 0; at -= 1) {
    if (/^#{1,6}\s|^\[?v?\d+\.\d+/.test(lines[at]!) || /^[=-]{3,}\s*$/.test(lines[at + 1] ?? ''))
      return lines[at]!.toLowerCase();
  }
  return '';
}
