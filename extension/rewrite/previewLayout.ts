import { diffArrays } from 'diff';
import type { LinePosition } from '../infill/context/lineSource';

/** What an editor shows of a rewrite: what goes, struck out where it stands, and what comes, behind it. */
export interface PreviewLayout {
  /** Each within one line. */
  readonly removed: readonly { readonly start: LinePosition; readonly end: LinePosition }[];
  /** Text without line breaks: an editor has no room between its lines, so `lineBreak` stands for one. */
  readonly added: readonly { readonly at: LinePosition; readonly text: string }[];
  /** Lines that come and have no old line beside which they could stand. */
  readonly extraLines: number;
}

export const lineBreak = '⏎';

/** Lines less alike are shown as one replaced by the other: scattered letters that both have help nobody. Share of characters. */
const alike = 0.5;

/**
 * Where the difference between the old and the new text of a span is shown.
 * @param origin where the old text begins in the document
 */
export function layOut(oldText: string, newText: string, origin: LinePosition): PreviewLayout {
  const layout = new Layout(oldText.split('\n'), origin);
  const newLines = newText.split('\n');
  let oldLine = 0;
  let newLine = 0;
  for (const { kept, removed, added } of blocksOf(oldText.split('\n'), newLines)) {
    oldLine += kept;
    newLine += kept;
    layout.replaceLines(oldLine, removed, newLines.slice(newLine, newLine + added));
    oldLine += removed;
    newLine += added;
  }
  return layout.result();
}

/** Lines that stay, and then lines that others take the place of. */
interface Block {
  kept: number;
  removed: number;
  added: number;
}

function blocksOf(oldLines: string[], newLines: string[]): readonly Block[] {
  const blocks: Block[] = [];
  for (const change of diffArrays(oldLines, newLines)) {
    const count = change.value.length;
    const kept = !change.added && !change.removed;
    if (kept || blocks.length === 0) blocks.push({ kept: kept ? count : 0, removed: 0, added: 0 });
    const block = blocks.at(-1);
    if (block && change.removed) block.removed += count;
    if (block && change.added) block.added += count;
  }
  return blocks;
}

class Layout {
  private readonly removed: { start: LinePosition; end: LinePosition }[] = [];
  private readonly added: { at: LinePosition; text: string }[] = [];
  private extraLines = 0;

  constructor(
    private readonly oldLines: readonly string[],
    private readonly origin: LinePosition,
  ) {}

  result(): PreviewLayout {
    return { removed: this.removed, added: this.added, extraLines: this.extraLines };
  }

  /** @param from first replaced line of the old text @param count how many */
  replaceLines(from: number, count: number, lines: readonly string[]): void {
    for (let index = 0; index < count; index++) {
      const line = from + index;
      const replacement = lines[index];
      if (replacement === undefined) this.remove(line, 0, this.oldLine(line).length);
      else this.replaceLine(line, replacement);
    }
    const extra = lines.slice(count);
    if (extra.length === 0) return;
    this.extraLines += extra.length;
    const anchor = from + count - 1;
    if (anchor < 0) this.add(0, 0, extra.map((line) => line + lineBreak).join(''));
    else this.add(anchor, this.oldLine(anchor).length, extra.map((line) => lineBreak + line).join(''));
  }

  private replaceLine(line: number, replacement: string): void {
    const old = this.oldLine(line);
    const changes = diffArrays(wordsOf(old), wordsOf(replacement));
    const common = changes
      .filter((change) => !change.added && !change.removed)
      .reduce((sum, change) => sum + change.value.join('').trim().length, 0);
    if (common < alike * Math.max(old.trim().length, replacement.trim().length)) {
      const indent = commonIndent(old, replacement);
      this.remove(line, indent, old.length);
      this.add(line, old.length, replacement.slice(indent));
      return;
    }
    let at = 0;
    for (const change of changes) {
      const text = change.value.join('');
      if (change.added) this.add(line, at, text);
      else {
        if (change.removed) this.remove(line, at, at + text.length);
        at += text.length;
      }
    }
  }

  private oldLine(line: number): string {
    return this.oldLines[line] ?? '';
  }

  private remove(line: number, from: number, to: number): void {
    if (to > from) this.removed.push({ start: this.position(line, from), end: this.position(line, to) });
  }

  /** Joins what comes to the same place. */
  private add(line: number, character: number, text: string): void {
    if (text === '') return;
    const at = this.position(line, character);
    const last = this.added.at(-1);
    if (last?.at.line === at.line && last.at.character === at.character) last.text += text;
    else this.added.push({ at, text });
  }

  private position(line: number, character: number): LinePosition {
    const shift = line === 0 ? this.origin.character : 0;
    return { line: this.origin.line + line, character: shift + character };
  }
}

/** Words, runs of white space, and every other sign by itself. */
function wordsOf(line: string): string[] {
  return line.match(/[\p{L}\p{N}_]+|\s+|./gu) ?? [];
}

/** Length of the white space that both lines begin with. */
function commonIndent(a: string, b: string): number {
  let length = 0;
  while (length < a.length && a[length] === b[length] && /\s/.test(a.charAt(length))) length += 1;
  return length;
}
