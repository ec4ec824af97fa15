import type { Prediction } from './predictions';
import type { Question } from './questions';

/** Whatever answers a question with calls. */
export interface CallingModel {
  readonly id: string;
  readonly answer: (question: Question, signal: AbortSignal) => Promise<Prediction>;
}
