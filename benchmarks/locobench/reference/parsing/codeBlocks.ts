/** Third way: fenced blocks. Defect, as published: names of files are lost, and blocks of C, C# and PHP are called `.go`. */
import type { AnswerTexts } from '../answer';
import { strip } from '../pythonText';

const extensions: Readonly<Record<string, string>> = {
  python: 'py',
  javascript: 'js',
  typescript: 'ts',
  java: 'java',
  cpp: 'cpp',
  go: 'go',
  rust: 'rs',
};

export function filesFromBlocks(response: string, language: string): AnswerTexts {
  const blocks = blocksOf(response);
  const own = blocks.filter(({ tag }) => tag === language);
  const extension = extensions[language] ?? 'go';
  const texts = (own.length > 0 ? own : blocks).map(({ text }) => text);
  return new Map(texts.map((text, index) => [`solution_${index + 1}.${extension}`, text]));
}

interface Block {
  readonly tag: string;
  readonly text: string;
}

function blocksOf(response: string): readonly Block[] {
  const pieces = response.split('```');
  const blocks: Block[] = [];
  // Every second piece is inside of a fence; one that is never closed is none.
  for (let index = 1; index < pieces.length - 1; index += 2) {
    const piece = pieces[index] ?? '';
    const lineEnd = piece.indexOf('\n');
    const text = strip(piece.slice(lineEnd + 1));
    if (lineEnd >= 0 && text !== '') blocks.push({ tag: strip(piece.slice(0, lineEnd)).toLowerCase(), text });
  }
  return blocks;
}
