import { setImmediate } from 'node:timers/promises';
import { RepositoryError } from '../repositoryError';
import type { CodeSymbol, RepositoryIndex } from '../types';
import { choosePieces, type PlacedPiece } from './choosePieces';
import { declarationText, headOf } from './declarationText';
import { namesNear } from './namesNear';
import { relatedFiles, type RelatedFile } from './relatedFiles';
import { similarDeclarations } from './similarDeclarations';
import type { ContextQuestion, GatheredContext, PieceRelation } from './types';
import { usagesOfOwn } from './usages';
import { usedDefinitions } from './usedDefinitions';

/** Definitions of names near the cursor that are made into text; related files that are read. */
const mostUsed = 24;
const mostRead = 10;
const mostSimilarOfFile = 3;
/** What relations are worth beside a definition that is used in the cursor's line, which is worth 1. */
const weights = { similar: 0.7, outline: 0.2, usage: 0.35 } as const;
/** One piece may take this share of the budget, and at least so many UTF-16 units. */
const share = 0.4;
const leastPiece = 400;
const linesOfUsage = 4;
const mostOutlined = 30;

/**
 * What a person would have open to write at this place: definitions of the names near the cursor, what their signatures speak of,
 * declarations like it in related files, and what imported files offer. Reads of the disk only files that it shows.
 *
 * Stops between files when it is cancelled. @throws the signal's reason
 */
export async function gatherContext(
  index: RepositoryIndex,
  question: ContextQuestion,
  signal: AbortSignal,
): Promise<GatheredContext> {
  const near = namesNear(question.before, question.after);
  const most = Math.max(leastPiece, question.budget * share);
  const files = new FileTexts(index);
  const pieces: PlacedPiece[] = [];
  const pause = async (): Promise<void> => {
    await setImmediate();
    signal.throwIfAborted();
  };
  await pause();
  const used = [...usedDefinitions(index, question, near)].sort((a, b) => b.score - a.score).slice(0, mostUsed);
  for (const { symbol, relation, score } of used) {
    await pause();
    const lines = files.lines(symbol.path);
    if (lines) pieces.push(...declarationPiece(index, lines, symbol, relation, score, most));
  }
  const related = relatedFiles(index, question).slice(0, mostRead);
  for (const file of related) {
    await pause();
    const lines = files.lines(file.path);
    if (!lines) continue;
    const symbols = index.symbols(file.path);
    const best = [...similarDeclarations(lines, symbols, near)].sort((a, b) => b.likeness - a.likeness);
    for (const { symbol, likeness } of best.slice(0, mostSimilarOfFile)) {
      pieces.push(...declarationPiece(index, lines, symbol, 'similar', likeness * file.weight * weights.similar, most));
    }
    const outline = file.imported ? outlinePiece(index, lines, file, symbols, most) : undefined;
    if (outline) pieces.push(outline);
  }
  await pause();
  for (const { path, line } of usagesOfOwn(index, question)) {
    const lines = files.lines(path);
    const from = Math.max(0, line - linesOfUsage);
    const text = lines?.slice(from, line + linesOfUsage).join('\n');
    if (text === undefined || text.length > most) continue;
    pieces.push({
      ...placed(index, path, text, 'usage', weights.usage),
      line: from,
      lastLine: line + linesOfUsage - 1,
    });
  }
  const chosen = choosePieces(pieces, question.before + question.after, question.budget);
  return { pieces: chosen, stale: files.stale };
}

function declarationPiece(
  index: RepositoryIndex,
  lines: readonly string[],
  symbol: CodeSymbol,
  relation: PieceRelation,
  score: number,
  most: number,
): readonly PlacedPiece[] {
  const inside = index
    .symbols(symbol.path)
    .filter(({ container }) => container[symbol.container.length] === symbol.name && startsWith(container, symbol));
  const text = declarationText(lines, symbol, inside, most);
  if (text === undefined) return [];
  const { start, end } = symbol.range;
  return [{ ...placed(index, symbol.path, text, relation, score), line: start.line, lastLine: end.line }];
}

function startsWith(container: readonly string[], { container: outer }: CodeSymbol): boolean {
  return outer.every((name, at) => container[at] === name);
}

/** Heads of what an imported file exports. It covers no lines: definitions of the same file may stand beside it. */
function outlinePiece(
  index: RepositoryIndex,
  lines: readonly string[],
  { path, weight }: RelatedFile,
  symbols: readonly CodeSymbol[],
  most: number,
): PlacedPiece | undefined {
  const heads: string[] = [];
  let size = 0;
  for (const symbol of symbols) {
    if (symbol.container.length > 0 || !symbol.exported || heads.length >= mostOutlined) continue;
    const [head = ''] = headOf(lines, symbol).split('\n', 1);
    if (size + head.length + 1 > most / 2) break;
    heads.push(head);
    size += head.length + 1;
  }
  if (heads.length < 2) return undefined;
  return { ...placed(index, path, heads.join('\n'), 'outline', weights.outline * weight), line: -1, lastLine: -1 };
}

function placed(index: RepositoryIndex, path: string, text: string, relation: PieceRelation, score: number) {
  return { path, languageId: index.file(path)?.language ?? 'plaintext', text, relation, score };
}

/** Texts of files, each read once; those that are not as they were indexed are left out and told. */
class FileTexts {
  readonly stale: string[] = [];
  private readonly read = new Map<string, readonly string[] | undefined>();

  constructor(private readonly index: RepositoryIndex) {}

  lines(path: string): readonly string[] | undefined {
    if (!this.read.has(path)) this.read.set(path, this.linesOf(path));
    return this.read.get(path);
  }

  private linesOf(path: string): readonly string[] | undefined {
    try {
      return this.index.text(path).split(/\r\n?|\n/);
    } catch (error) {
      if (!(error instanceof RepositoryError)) throw error;
      if (error.kind === 'changed' || error.kind === 'missing') this.stale.push(path);
      return undefined;
    }
  }
}
