import path from 'node:path/posix';
import type { NamedLink } from '../findUses';
import { applyEdits, type TextEdit } from '../textEdits';
import { linkText, withoutNames } from './importText';
import { stem } from './stem';

/**
 * A file that imports from the new place what it imported from the old one.
 * @param links of this file that name what moved
 */
export function userText(text: string, links: readonly NamedLink[], from: string, to: string, python: boolean): string {
  const edits = links.flatMap(({ link, name }): readonly TextEdit[] => {
    const source = otherSource(text.slice(...link.source), path.basename(stem(from)), path.basename(stem(to)));
    if (link.names.length === 1) return [{ span: link.source, text: source }];
    const end = link.statement[1];
    return [
      ...withoutNames(text, link, [name], python),
      { span: [end, end], text: `\n${linkText(text, link, [name], source, python)}` },
    ];
  });
  return applyEdits(text, edits);
}

/** The last part of a specifier by another name; what stands behind it stays. */
function otherSource(source: string, own: string, other: string): string {
  const at = source.lastIndexOf(own);
  return source.slice(0, at) + other + source.slice(at + own.length);
}
