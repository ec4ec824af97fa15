import type { RepositoryIndex } from '../../../../runtime/repository';
import { seededRandom } from '../../../core/seededRandom';
import type { IntentionTask, MissingDetail } from '../intention/intentionTasks';
import { exportedFunctions, type CalledFunction } from './exportedFunctions';

type Make = (called: CalledFunction, random: (below: number) => number) => Omit<IntentionTask, 'id'>;

/** Issues as people file them: what has to be known is left out, and stands in the repository or in their heads. */
const templates: readonly Make[] = [
  (called, random) => {
    const option = drawn(['strict', 'silent', 'limit', 'format', 'retries'], random);
    return issue('One of our functions has to take one more option.', [
      which(called),
      detail(
        3,
        'name of the option',
        'What is the option called?',
        'option_called|option_name|name_of_the_option|named',
        `It is called ${option}.`,
      ),
      detail(
        2,
        'default value',
        'What holds if the option is not given?',
        'default|not_given|not_set|unset|fallback|omitted',
        drawn(['Nothing changes then.', 'It counts as off then.', 'Then it is an error.'], random),
      ),
      callersDetail(called),
    ]);
  },
  (called, random) => {
    const { symbol } = called;
    const fresh = `${drawn(['compute', 'resolve', 'prepare', 'derive'], random)}${symbol.name[0]!.toUpperCase()}${symbol.name.slice(1)}`;
    return issue('A name in our code misleads people. Please give it a better one.', [
      which(called),
      detail(
        3,
        'new name',
        'What is it to be called?',
        'new_name|be_called|rename_it_to|better_name|renamed_to',
        `Call it ${fresh}.`,
      ),
      detail(
        2,
        'old name',
        'May the old name go, or has it to keep working?',
        'old_name|alias|keep_working|compatible|compatibility|deprecate',
        drawn(['The old name has to keep working for a year.', 'The old name can go at once.'], random),
      ),
      callersDetail(called),
    ]);
  },
  (called, random) =>
    issue('Something of ours accepts what it should refuse. Please check its input.', [
      which(called),
      detail(
        3,
        'what is refused',
        'Which input is to be refused?',
        'refused|invalid|which_input|which_values|rejected|not_allowed',
        drawn(
          [
            'Empty values are to be refused.',
            'Negative numbers are to be refused.',
            'Texts longer than a line are to be refused.',
          ],
          random,
        ),
      ),
      detail(
        2,
        'behaviour on bad input',
        'What should happen then?',
        'happen|throw|error|return|raise|message',
        drawn(['Throw, and say which input it was.', 'Return nothing and write a warning.'], random),
      ),
      detail(1, 'tests', 'Do you want a test for it?', 'test|tests|tested', testsText(called)),
    ]),
  (called, random) =>
    issue('Nobody understands this part. Please write something about it.', [
      which(called),
      detail(
        2,
        'place of the text',
        'Where should the text stand?',
        'text_stand|comment|readme|docs|where_should_it|which_document',
        drawn(['As a comment above it.', 'In the README.', 'In the folder of documents.'], random),
      ),
      detail(
        2,
        'readers',
        'Who reads it?',
        'who|readers|audience|for_whom',
        drawn(['People who are new in the team.', 'People who call it from elsewhere.'], random),
      ),
      detail(
        1,
        'example',
        'Should there be an example?',
        'example|sample|snippet',
        drawn(['Yes, one call with its result.', 'No example, please.'], random),
      ),
    ]),
];

/** Vague issues about a repository's functions, with details that are to be asked for. @param count at most so many */
export function workspaceIssues(index: RepositoryIndex, seed: number, count: number): readonly IntentionTask[] {
  const random = seededRandom(seed);
  const tasks: IntentionTask[] = [];
  for (const called of exportedFunctions(index, seed)) {
    if (tasks.length >= count) break;
    const make = templates[tasks.length % templates.length]!;
    tasks.push({ id: `issue-${seed}-${tasks.length + 1}`, ...make(called, random) });
  }
  return tasks;
}

function issue(task: string, details: readonly MissingDetail[]): Omit<IntentionTask, 'id'> {
  return { category: 'issue', task, details };
}

function which({ symbol }: CalledFunction): MissingDetail {
  const terms = 'which_function|which_part|which_one|which_file|which_symbol|what_part|what_function|where_in|location';
  return detail(
    3,
    'function that is meant',
    'Which function is it about?',
    terms,
    `It is ${symbol.name} in ${symbol.path}.`,
  );
}

function callersDetail({ callers }: CalledFunction): MissingDetail {
  const [first] = callers;
  const answer =
    first === undefined
      ? 'Nothing else of ours calls it.'
      : `${first}${callers.length > 1 ? ` and ${callers.length - 1} more` : ''} must go on as before.`;
  return detail(
    1,
    'callers',
    'Which callers must go on as before?',
    'which_callers|other_callers|who_calls|what_calls|calls_it|call_sites|who_uses|used_by|depends',
    answer,
  );
}

function testsText({ tests }: CalledFunction): string {
  return tests[0] === undefined ? 'Yes, there is none yet.' : `Yes, in ${tests[0]}.`;
}

function detail(
  importance: MissingDetail['importance'],
  description: string,
  inquiry: string,
  terms: string,
  answer: string,
): MissingDetail {
  return { description, importance, inquiry, options: [], terms, answer };
}

function drawn<Item>(items: readonly Item[], random: (below: number) => number): Item {
  return items[random(items.length)]!;
}
