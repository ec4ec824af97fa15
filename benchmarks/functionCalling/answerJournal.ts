import { appendFile, readFile, truncate } from 'node:fs/promises';
import { turnPredictionLine } from './multiTurn/runDialogue';
import { turnPrediction, type TurnPrediction } from './multiTurn/turnPredictions';
import { predictionLine, readPredictionSet, type Prediction } from './predictions';

/** Answers on the disk as they come, so that a run that was broken off goes on where it ended. */
export class AnswerJournal {
  private constructor(
    private readonly file: string,
    readonly single: ReadonlyMap<string, Prediction>,
    readonly turns: ReadonlyMap<string, TurnPrediction>,
  ) {}

  /** @throws BadInputError for a file that holds something else */
  static async open(file: string): Promise<AnswerJournal> {
    const text = await readFile(file, 'utf8').catch((error: unknown) => {
      if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return '';
      throw error;
    });
    // A run that was killed may have left half a line: its question is asked again.
    const whole = text.slice(0, text.lastIndexOf('\n') + 1);
    if (whole.length < text.length) await truncate(file, Buffer.byteLength(whole));
    if (whole === '') return new AnswerJournal(file, new Map(), new Map());
    const { single, turns } = await readPredictionSet(file);
    return new AnswerJournal(file, single, new Map([...turns].map(([id, value]) => [id, turnPrediction(value)])));
  }

  async add(id: string, prediction: Prediction): Promise<void> {
    await appendFile(this.file, predictionLine(id, prediction));
  }

  async addTurns(id: string, prediction: TurnPrediction): Promise<void> {
    await appendFile(this.file, turnPredictionLine(id, prediction));
  }
}
