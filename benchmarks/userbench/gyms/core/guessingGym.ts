import { GymEnvironment, type Acted, type GymTask, type GymView } from './gymEnvironment';
import { prefixed } from './prefix';

/** What a host said, or a judge. */
export interface Heard {
  readonly feedback: string;
  /** 0 to 1; 0 for questions. */
  readonly score: number;
  /** Whether host or judge gave something that could be used. */
  readonly judged: boolean;
}

/** Questions to a host who knows what is hidden, and answers that are worth what they add to the best one so far. */
export abstract class GuessingGym<Task extends GymTask> extends GymEnvironment<Task> {
  readonly actions = { choices: ['action', 'answer', 'finish'], thought: false };
  private current = 0;
  private best = 0;

  protected abstract question(content: string, signal: AbortSignal): Promise<Heard>;
  protected abstract guess(content: string, signal: AbortSignal): Promise<Heard>;
  /** Whether an answer of that score ends the episode. */
  protected abstract solves(score: number): boolean;

  protected startOver(): void {
    this.current = 0;
    this.best = 0;
  }

  protected async act(action: string, signal: AbortSignal): Promise<Acted> {
    const { choice, content } = prefixed(action);
    const info = { judgeSuccess: true };
    if (choice === 'finish') {
      this.current = 0;
      return { feedback: 'The episode has ended.', code: 'session_end', reward: 0, finished: true, info };
    }
    if (choice === 'answer') return this.judged(content, await this.guess(content, signal));
    const asked = this.questionOf(action, choice, content);
    if (asked === undefined) {
      this.current = 0;
      const feedback = 'Begin with [action], [answer] or [finish]; nothing else is understood.';
      return { feedback, code: 'bad_prefix', reward: 0, info };
    }
    const heard = await this.question(asked, signal);
    this.current = heard.score;
    const code = heard.judged ? `host_${heard.feedback.toLowerCase()}` : 'judge_failed';
    return { feedback: heard.feedback, code, reward: 0, info: { judgeSuccess: heard.judged } };
  }

  protected view(): GymView {
    return { currentScore: this.current, bestScore: this.best };
  }

  /** The reference takes the first eight characters off whatever comes, and asks with the rest. */
  private questionOf(action: string, choice: string | undefined, content: string): string | undefined {
    if (choice === 'action') return content;
    return this.options.referenceQuirks === true ? action.slice(8).trim() : undefined;
  }

  private judged(text: string, { feedback, score, judged }: Heard): Acted {
    const gain = Math.max(0, score - this.best);
    this.current = score;
    this.best = Math.max(this.best, score);
    return {
      feedback,
      code: !judged ? 'judge_failed' : score > 0 ? 'answer_scored' : 'answer_wrong',
      reward: gain * (this.options.rewardScale ?? 1),
      terminated: this.solves(score),
      info: { judgeSuccess: judged },
      answer: judged ? { text, value: score } : undefined,
    };
  }
}
