import type { SolverContext } from '../../../core/runs/types';
import { textMessage } from '../../tasks/taskModel';
import { readReview, verdictOf, type Review, type Verdict } from './review';
import { reviewPrompt, type Reviewed } from './reviewPrompt';

export interface CommitteeOptions {
  /** Reviewers; 0: none is asked, and everything is let through. */
  readonly size: number;
  /** Of the four criteria, so many need a majority. */
  readonly threshold: number;
}

export interface CommitteeVerdict extends Verdict {
  /** In the order of the seats; undefined: nothing that can be read came, twice. */
  readonly reviews: readonly (Review | undefined)[];
}

/** Role of a seat in the run (`RunConfiguration.roles`). */
export const reviewerRole = (seat: number): string => `reviewer-${seat + 1}`;

/** Every reviewer is asked by itself and sees no other's vote; one that gives no votes is asked once more. */
export async function askCommittee(
  reviewed: Reviewed,
  { size, threshold }: CommitteeOptions,
  generateAs: SolverContext['generateAs'],
): Promise<CommitteeVerdict> {
  const seats = Array.from({ length: size }, (_, seat) => seat);
  const reviews = await Promise.all(seats.map((seat) => ask(reviewed, seat, generateAs)));
  return { ...verdictOf(reviews, threshold), reviews };
}

async function ask(
  reviewed: Reviewed,
  seat: number,
  generateAs: SolverContext['generateAs'],
): Promise<Review | undefined> {
  const { system, user } = reviewPrompt(reviewed, seat);
  const messages = [textMessage('system', system), textMessage('user', user)];
  const request = { messages, taskType: 'judge.binary' } as const;
  const { text } = await generateAs(reviewerRole(seat), request);
  const first = readReview(text);
  if (first !== undefined) return first;
  const again = [
    ...messages,
    { role: 'assistant' as const, content: [{ type: 'text' as const, text }] },
    textMessage('user', 'There are no four votes in it. Answer with the JSON object alone.'),
  ];
  return readReview((await generateAs(reviewerRole(seat), { ...request, messages: again })).text);
}
