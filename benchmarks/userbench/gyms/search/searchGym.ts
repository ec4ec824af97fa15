import type { RoleModel } from '../../environments/types';
import { askRole } from '../core/askRole';
import { dataBlock, dataNotice } from '../core/dataBlock';
import { GymEnvironment, type Acted, type GymView, type Opening } from '../core/gymEnvironment';
import type { GymOptions } from '../core/gymOptions';
import { readJudge, readJudgeAsReference } from '../core/judgeJson';
import { mistrusted } from '../core/mistrusted';
import { prefixed } from '../core/prefix';
import { yesNo } from '../core/verdicts';
import type { SearchTask } from './searchTasks';
import { TextIndex, type TextDocument } from './textIndex';

export interface SearchOptions extends GymOptions {
  /** Default 5; more are refused. */
  readonly maxSearchSteps?: number | undefined;
  /** Documents that a search shows; default 3. */
  readonly maxResults?: number | undefined;
}

/** A question whose answer stands in documents that are to be searched: an own collection in the place of the web. */
export class SearchGym extends GymEnvironment<SearchTask> {
  readonly actions = { choices: ['search', 'answer', 'finish'], thought: false };
  private readonly index: TextIndex;
  private searches = 0;
  private right = false;
  private submitted: string | null = null;

  constructor(
    tasks: readonly SearchTask[],
    documents: readonly TextDocument[],
    private readonly settings: SearchOptions = {},
    readonly name = 'SearchGym-v0',
  ) {
    super(tasks, settings);
    this.index = new TextIndex(documents);
  }

  protected begin(task: SearchTask): Opening {
    this.searches = 0;
    this.right = false;
    this.submitted = null;
    return {
      feedback: task.question,
      hidden: [
        {
          id: 'answer',
          aspect: 'answer',
          topic: 'answer',
          explicit: task.answer,
          revealedAt: undefined,
          how: undefined,
        },
      ],
      info: { correctAnswer: task.answer },
    };
  }

  protected async act(action: string, signal: AbortSignal): Promise<Acted> {
    const { choice, content } = prefixed(action);
    switch (choice) {
      case 'search':
        return this.search(content);
      case 'answer':
        return this.answer(content, signal);
      case 'finish':
        return { feedback: 'The episode has ended.', code: 'session_end', reward: 0, finished: true };
      default:
        return nothing('Begin with [search], [answer] or [finish]; nothing else is understood.', 'bad_prefix');
    }
  }

  protected view(): GymView {
    return {
      question: this.task.question,
      answeredCorrectly: this.right,
      submittedAnswer: this.submitted,
      searchesLeft: Math.max(0, this.maxSearches - this.searches),
    };
  }

  protected brief({ question }: SearchTask): { readonly system: string; readonly user: string } {
    return {
      system:
        'You answer a question from documents. Act with the function interact_with_env. Choices:\n' +
        `- search: words to look for; you see the documents that fit best. ${this.maxSearches} searches are answered.\n` +
        '- answer: the answer alone, as short as it can be. After a wrong answer you can go on.\n' +
        '- finish: ends the episode.\n' +
        `You have ${this.maxSteps} steps. The documents may be about things that you know nothing of: search before you answer.`,
      user: question,
    };
  }

  private get maxSearches(): number {
    return this.settings.maxSearchSteps ?? 5;
  }

  private search(query: string): Acted {
    this.searches += 1;
    if (this.searches > this.maxSearches) {
      return nothing('No search is left. Answer with what you have found.', 'search_limit');
    }
    if (query === '') return nothing('A search needs words to look for.', 'search_empty');
    const found = this.index.find(query, this.settings.maxResults ?? 3);
    if (found.length === 0) return nothing('No document has any of these words.', 'search_nothing');
    return nothing(found.map(({ title, text }) => `# ${title}\n${text}`).join('\n\n'), 'search_results');
  }

  private async answer(content: string, signal: AbortSignal): Promise<Acted> {
    if (content === '') return nothing('The answer is empty.', 'answer_empty');
    const { answer, aliases = [] } = this.task;
    const { roles } = this.settings;
    this.submitted = content;
    this.right = [answer, ...aliases].some((one) => sameAnswer(content, one));
    let judged = true;
    if (!this.right && roles !== undefined && !mistrusted(content, this.settings)) {
      const verdict = await this.judge(roles, content, signal);
      judged = verdict !== undefined;
      this.right = verdict === true;
    }
    const reward = this.right ? 1 : 0;
    return {
      feedback: this.right ? 'That is right.' : 'That is not the answer.',
      code: this.right ? 'answer_correct' : judged ? 'answer_wrong' : 'judge_failed',
      reward,
      terminated: this.right,
      info: { judgeSuccess: judged },
      answer: { text: content, value: reward },
    };
  }

  private async judge(roles: RoleModel, content: string, signal: AbortSignal): Promise<boolean | undefined> {
    const { question, answer } = this.task;
    const user = `${dataBlock('question', question)}\n${dataBlock('right-answer', answer)}\n${dataBlock('given', content)}`;
    const text = await askRole(roles, 'answer-judge', { system: judgePrompt, user }, this.options, signal);
    if (text === undefined) return undefined;
    const quirks = this.options.referenceQuirks === true;
    const judgment = (quirks ? readJudgeAsReference(text) : readJudge(text))?.judgment;
    const verdict = quirks ? (judgment === 'Yes' ? 'Yes' : 'No') : yesNo(judgment);
    return verdict === undefined ? undefined : verdict === 'Yes';
  }
}

/** Without case, signs and spaces around; an empty answer is equal to nothing. */
export function sameAnswer(one: string, other: string): boolean {
  const [first, second] = [one, other].map((text) =>
    text
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}\s_]/gu, '')
      .replaceAll(/\s+/gu, ' ')
      .trim(),
  );
  return first !== '' && first === second;
}

function nothing(feedback: string, code: string): Acted {
  return { feedback, code, reward: 0 };
}

const judgePrompt =
  'Tell whether a given answer to the question means the same as the right one, however it is worded. An answer that names several ' +
  `possibilities, or less than what was asked for, is wrong. ${dataNotice}\n` +
  'Write a JSON object: {"reasoning": "why", "judgment": "Yes" or "No"}.';
