/** What is said in each session of a chain, in words that hold for any language. */
import type { Question, TestSelection } from '../types';
import type { CallChain } from './callChains';
import { branchQuestion, releaseQuestion, type Decisions } from './decisions';

/** Tests that are named in a prompt; the others stand in their files. */
const MOST_TESTS = 8;

export interface ChainSession {
  /** From 0. */
  readonly at: number;
  /** Names that the function uses. */
  readonly names: readonly string[];
  readonly failToPass: readonly TestSelection[];
}

export function chainPrompt(
  chain: CallChain,
  { at, names, failToPass }: ChainSession,
  decisions: Decisions,
  comment: string,
): string {
  const { name, path } = chain[at]!.symbol;
  const used =
    names.length === 0 ? '' : ` Use ${listed(names)} for it, which ${names.length === 1 ? 'is' : 'are'} there.`;
  const told = failToPass.length === 0 ? 'its documentation and its callers say' : 'its callers and the tests say';
  const parts = [
    `Write the body of \`${name}\` in ${path}. It is declared there and says only that it is not implemented; ${told} what it does.${used} Keep its name and its parameters, leave other functions as they are, also those that are not implemented either, and change no other file.`,
  ];
  if (at === 0) parts.push(firstDecisions(name, decisions, comment));
  else {
    parts.push(
      `Begin the body with the comment that was decided in session 1, with the same ticket and the name \`${name}\`.`,
    );
  }
  if (isRenewed(chain, at)) {
    parts.push(`The release was decided anew: the work goes out with release \`${decisions.laterRelease}\`.`);
  }
  if (failToPass.length > 0) parts.push(testsText(failToPass));
  return parts.join('\n\n');
}

function firstDecisions(name: string, { ticket, branch, release }: Decisions, comment: string): string {
  return [
    'This is decided for the whole work, and later sessions do not say it again:',
    `- Ticket: the work has the ticket \`${ticket}\`. The body of each function that is written in it begins with a line comment that holds the ticket and the function's name, for \`${name}\`: \`${comment}\``,
    `- Branch: the work is done on the branch \`${branch}\`.`,
    `- Release: the work goes out with release \`${release}\`.`,
  ].join('\n');
}

/** With three sessions and more, the second one changes what the first one decided. */
function isRenewed(chain: CallChain, at: number): boolean {
  return at === 1 && chain.length > 2;
}

/** What a session asks about earlier ones. */
export function chainQuestions(
  chain: CallChain,
  { at, names }: ChainSession,
  decisions: Decisions,
): readonly Question[] {
  if (at === 0) return [];
  if (chain.length === 2) {
    return [branchQuestion('branch', decisions, 0.5), releaseQuestion('release', decisions.release, 0.5)];
  }
  if (at === 1) return [branchQuestion('branch', decisions, 1)];
  const earlier = chain[at - 2]!.symbol;
  if (names.includes(earlier.name)) return [releaseQuestion('release', decisions.laterRelease, 1)];
  return [
    releaseQuestion('release', decisions.laterRelease, 0.5),
    {
      ...{ id: 'function', weight: 0.5, text: `Which function did session ${at - 1} ask for? Give its name alone.` },
      answer: { form: 'text', expected: earlier.name, accepted: [[...earlier.container, earlier.name].join('.')] },
    },
  ];
}

/** Answers of one who remembers the release that does not hold any more, and nothing else. */
export function forgetfulAnswers(
  questions: readonly Question[],
  { release, laterRelease }: Decisions,
): Readonly<Record<string, string>> {
  const stale = (expected: unknown) => (expected === laterRelease ? release : 'not known');
  return Object.fromEntries(
    questions.map(({ id, answer }) => [id, stale(answer.form === 'text' ? answer.expected : undefined)]),
  );
}

export function testsText(selections: readonly TestSelection[]): string {
  const all = selections.flatMap(({ file, names }) => names.map((name) => `- ${file}: ${name}`));
  const more = all.length > MOST_TESTS ? [`- and ${all.length - MOST_TESTS} more in these files`] : [];
  return ['These tests have to pass then:', ...all.slice(0, MOST_TESTS), ...more].join('\n');
}

function listed(names: readonly string[]): string {
  const quoted = names.map((name) => `\`${name}\``);
  return quoted.length === 1 ? quoted[0]! : `${quoted.slice(0, -1).join(', ')} and ${quoted.at(-1)!}`;
}
