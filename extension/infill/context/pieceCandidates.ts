import type { RepositoryPiece } from '../../../runtime/repository/host/protocol';
import { identifiersOf } from './identifiers';
import type { SnippetCandidate } from './snippetRanking';

/** Pieces of closed files beside those of open ones. They are never recent: nobody has looked at them. */
export function pieceCandidates(pieces: readonly RepositoryPiece[]): readonly SnippetCandidate[] {
  return pieces.map(({ path, languageId, text, line, score }) => ({
    key: `index ${path}#${line}`,
    snippet: { path, languageId, text },
    identifiers: identifiersOf(text),
    lastUsed: 0,
    promise: score,
  }));
}
