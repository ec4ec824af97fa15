/** Lines that end what the line above with the same indentation began, in languages with brackets, tags or words. */
const closingLine = /^\s*([)\]}]|<\/|(end|fi|done|esac)[;,)]*\s*$)/;

/**
 * Where a block that starts at the cursor ends in generated text, by indentation.
 *
 * Behind the start of a statement (`for x in y:|`) the block is what is indented deeper, with a closing line at the same
 * indentation. On an empty line it is what is indented at least as deep, up to a blank line that less depth or a new
 * unindented statement follows.
 * @param text generated text behind the cursor
 * @param prefix text before the cursor
 * @returns length of the block in UTF-16 units, or undefined while it may go on
 */
export function blockEnd(text: string, prefix: string): number | undefined {
  const cursorLine = prefix.slice(prefix.lastIndexOf('\n') + 1);
  const fresh = cursorLine.trim() === '';
  const depth = indentation(fresh ? cursorLine : `${cursorLine}.`);
  const lines = text.split('\n');
  let end = lines[0]?.length ?? 0;
  let offset = end + 1;
  let blank = 0;
  for (const [index, line] of lines.entries()) {
    if (index === 0) continue;
    const finished = index < lines.length - 1;
    if (line.trim() === '') {
      if (finished) blank++;
      if (blank >= 2) return end;
    } else {
      const own = indentation(line);
      const closing = closingLine.test(line);
      const outside = own < depth || (!fresh && own === depth && !closing) || (blank > 0 && own <= depth);
      if (outside) return end;
      end = offset + line.length;
      blank = 0;
      // `} else {` and `):` close one block and open the next.
      if (closing && !fresh && own === depth && finished && !/[([{:]\s*$/.test(line)) return end;
    }
    offset += line.length + 1;
  }
  return undefined;
}

function indentation(line: string): number {
  return line.length - line.trimStart().length;
}
