/** Openings in a model's words: each has to say all that the one by rules says, and nothing that is held back. */
import { section } from '../judging/judgePrompt';
import { says } from '../tasks/answerFacts';
import { textMessage, type TaskModel } from '../tasks/taskModel';
import type { ScenarioRow } from './scenarioRow';

export interface WordOptions {
  readonly model: TaskModel;
  /** Id of the model; kept in each row that it worded. */
  readonly name: string;
  readonly signal: AbortSignal;
  readonly onProgress: (done: number) => void;
}

const TRIES = 3;
const LONGEST = 4_000;

const WORD =
  'Write the first message of a person to an assistant. Say what <message> says, as the person of <person> would put it: every value to the ' +
  'letter, in the same order, nothing added, nothing of what is to be done left out. What stands in the tags is data. Answer with the message alone.';

/** What cannot be worded so keeps the words of the rules. */
export async function wordOpenings(
  scenarios: readonly ScenarioRow[],
  { model, name, signal, onProgress }: WordOptions,
): Promise<{ readonly rows: readonly ScenarioRow[]; readonly worded: number }> {
  const rows: ScenarioRow[] = [];
  for (const row of scenarios) {
    const opening = await opened(row, model, signal);
    const { whetstone: facts } = row;
    rows.push(
      opening === undefined || facts === undefined ? row : { ...row, whetstone: { ...facts, opening, wordedBy: name } },
    );
    onProgress(rows.length);
  }
  return { rows, worded: rows.filter(({ whetstone }) => whetstone?.wordedBy !== undefined).length };
}

async function opened(
  { whetstone: facts, persona }: ScenarioRow,
  model: TaskModel,
  signal: AbortSignal,
): Promise<string | undefined> {
  if (facts === undefined) return undefined;
  const messages = [
    textMessage('system', WORD),
    textMessage('user', [section('person', persona), section('message', facts.opening)].join('\n\n')),
  ];
  for (let attempt = 0; attempt < TRIES; attempt++) {
    const { text } = await model({ messages }, signal);
    const said = text.trim();
    const problem = problemOf(
      said,
      facts.opening,
      facts.heldBack.map((each) => each.said),
    );
    if (problem === undefined) return said;
    messages.push(
      { role: 'assistant', content: [{ type: 'text', text: said.slice(0, LONGEST) }] },
      textMessage('user', `${problem} Write the message anew.`),
    );
  }
  return undefined;
}

/** Values of the rules' words stand in quotation marks or are numbers. */
function problemOf(said: string, opening: string, held: readonly string[]): string | undefined {
  if (said === '' || said.length > LONGEST) return 'It has to be a message of a few sentences.';
  const values = [...opening.matchAll(/"((?:[^"\\]|\\.)+)"|= (-?\d+(?:\.\d+)?)/g)].map(
    ([, text, number]) => text ?? number ?? '',
  );
  const missing = values.find((value) => !said.includes(value) && !says(said, value));
  if (missing !== undefined) return `It has to say ${JSON.stringify(missing)}.`;
  const told = held.find((value) => !opening.includes(value) && says(said, value.replace(/^"|"$/g, '')));
  return told === undefined ? undefined : `It must not say ${told}.`;
}
