/** Fourth way: lines that name a file, `File: a.py`, `## a.py`, `// a.py`, with its text below. */
import type { AnswerTexts } from '../answer';
import { linesOf, strip } from '../pythonText';

const heading = /^(?:(?:#+|\/\/)\s*)?(?:(?:file|filename)\s*:\s*)?[`*]*([\w./-]+\.\w+)[`*]*\s*:?\s*$/i;
const marked = /^(?:#|\/\/|file\s*:|filename\s*:)/i;

export function filesFromHeadings(response: string): AnswerTexts {
  const files = new Map<string, string>();
  let name: string | undefined;
  let lines: string[] = [];
  const close = () => {
    if (name !== undefined) files.set(name, strip(lines.join('\n')));
  };
  for (const line of linesOf(response)) {
    const found = marked.test(line) && line.length < 300 ? heading.exec(line)?.[1] : undefined;
    if (found === undefined) {
      lines.push(line);
      continue;
    }
    close();
    [name, lines] = [found, []];
  }
  close();
  return files;
}
