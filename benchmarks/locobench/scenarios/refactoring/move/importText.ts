/** Imports and re-exports as text: written anew with other names, or from another file. */
import type { Link, LinkName, Span } from '../names/types';
import { removedAt } from '../signature/signatureEdits';
import type { TextEdit } from '../textEdits';

/** @returns whether it is of a plain form that can be written anew */
export function isPlainLink(text: string, link: Link, python: boolean): boolean {
  if (link.form !== 'import' && link.form !== 'reexport') return false;
  const lineStart = text.lastIndexOf('\n', link.statement[0] - 1) + 1;
  if (lineStart !== link.statement[0]) return false;
  const statement = text.slice(...link.statement);
  if (python) return !/\\$/m.test(statement);
  const behind = text.slice(link.source[1], link.statement[1]);
  return /^;?$/.test(behind) && !/=\s*require\b/.test(statement);
}

/** One statement with some of a link's names, from its own source or another. */
export function linkText(
  text: string,
  link: Link,
  names: readonly LinkName[],
  source: string,
  python: boolean,
): string {
  const spans = (some: readonly LinkName[]) => some.map(({ span }) => text.slice(...span)).join(', ');
  if (python) {
    const isFrom = text.slice(...link.statement).startsWith('from');
    return isFrom ? `from ${source} import ${spans(names)}` : `import ${spans(names)}`;
  }
  const end = text.slice(...link.statement).endsWith(';') ? ';' : '';
  const word = `${link.form === 'import' ? 'import' : 'export'}${link.typeOnly ? ' type' : ''}`;
  const listed = names.filter(({ at }) => at !== undefined);
  const whole = names.filter(({ imported }) => imported === '*');
  const parts = [
    ...names
      .filter(({ imported, at }) => imported === 'default' && at === undefined)
      .map(({ span }) => text.slice(...span)),
    ...whole.map(({ span }) => `* as ${text.slice(...span)}`),
    ...(listed.length === 0 ? [] : [`{ ${spans(listed)} }`]),
  ];
  return `${word} ${parts.join(', ')} from ${source}${end}`;
}

/** @param gone names that the statement loses; with all of them it goes as a whole */
export function withoutNames(
  text: string,
  link: Link,
  gone: readonly LinkName[],
  python: boolean,
): readonly TextEdit[] {
  const rest = link.names.filter((name) => !gone.includes(name));
  if (rest.length === 0) return [{ span: wholeLine(text, link.statement), text: '' }];
  const listed = link.names.filter(({ at }) => at !== undefined);
  const kept = listed.filter((name) => !gone.includes(name));
  const [only] = gone;
  if (gone.length === 1 && only !== undefined && kept.length > 0 && listed.includes(only)) {
    return [removedAt(listed, listed.indexOf(only))];
  }
  return [{ span: link.statement, text: linkText(text, link, rest, text.slice(...link.source), python) }];
}

/** With the end of its line. */
function wholeLine(text: string, [start, end]: Span): Span {
  return [start, text[end] === '\n' ? end + 1 : text.startsWith('\r\n', end) ? end + 2 : end];
}
