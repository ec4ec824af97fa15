/** A model that knows every answer to a set, for providers on 127.0.0.1 that are given its answers to say. */
import type { ReadAnswer } from '../../grading/types';
import { fencedFile } from '../../solving/prompt/fence';
import { referenceAnswer } from '../admission/knownAnswers';
import { openScenarioSet } from '../set/readSet';

interface Known {
  /** All of them stand in the prompt of this scenario only. */
  readonly marks: readonly string[];
  /** One text, or one for each session. */
  readonly texts: readonly string[];
}

/** @returns what is right to say to a prompt of the set, a whole conversation where it has sessions; undefined for another prompt */
export async function knownSolutions(folder: string): Promise<(prompt: string) => string | undefined> {
  const opened = await openScenarioSet(folder);
  const known: Known[] = [];
  for (const { id } of opened.set.scenarios) {
    const loaded = await opened.scenario(id);
    if (loaded.kind === 'published') continue;
    const { title, description, whetstone } = loaded.scenario;
    const { verification } = whetstone;
    const questions = 'questions' in verification ? verification.questions : [];
    const answer = referenceAnswer(verification);
    known.push({
      // One scenario may ask of another's title what this one asks.
      marks: [`# ${title}`, description, ...questions.map(({ text }) => text)],
      texts: (answer.sessions ?? [answer]).map(textOf),
    });
  }
  return (prompt) => {
    const found = known.find(({ marks }) => marks.every((mark) => prompt.includes(mark)));
    const session = found?.texts.findLastIndex((_, index) => prompt.includes(`## Session ${index + 1} of `)) ?? -1;
    return found?.texts[Math.max(session, 0)];
  };
}

/** In the form that prompts describe. */
function textOf({ files, answers }: Pick<ReadAnswer, 'files' | 'answers'>): string {
  const written = files.map(({ path, content }) => (content === null ? `Delete: ${path}` : fencedFile(path, content)));
  return [...written, ...(Object.keys(answers).length === 0 ? [] : [JSON.stringify({ answers })])].join('\n\n');
}
