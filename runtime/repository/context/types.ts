import type { CodeSymbol } from '../types';

/** A place in a file, as it stands in the editor: saved or not. */
export interface ContextQuestion {
  /** Relative to the repository's root, with slashes. It need not be in the index. */
  readonly path: string;
  /** VS Code language id. */
  readonly languageId: string;
  /** Text of the file before and after the cursor, LF line ends; may be cut to what surrounds the cursor. */
  readonly before: string;
  readonly after: string;
  /** Most UTF-16 units of all pieces together. */
  readonly budget: number;
}

/**
 * Why a piece is there. 'used': defines a name that stands near the cursor. 'mentioned': a type in the signature of such a definition.
 * 'similar': a declaration of a related file (imported, importing, test, same folder, changed together) that has names in common with the
 * text near the cursor. 'outline': what else an imported file offers. 'usage': where another file uses what is defined at the cursor.
 */
export type PieceRelation = 'used' | 'mentioned' | 'similar' | 'outline' | 'usage';

/** A declaration, or the signatures of several, of another file. */
export interface ContextPiece {
  readonly path: string;
  readonly languageId: string;
  readonly text: string;
  readonly relation: PieceRelation;
  /** How much it promises to help, 0 to 1. */
  readonly score: number;
  /** First line in its file, from 0. */
  readonly line: number;
}

export interface GatheredContext {
  /** Least promising first, as models want them: the best stands nearest to the cursor's file. */
  readonly pieces: readonly ContextPiece[];
  /** Files that were not as the index has them: whoever holds it brings it up to date. */
  readonly stale: readonly string[];
}

/** A definition that may become a piece. */
export interface DefinitionCandidate {
  readonly symbol: CodeSymbol;
  readonly relation: PieceRelation;
  readonly score: number;
}
