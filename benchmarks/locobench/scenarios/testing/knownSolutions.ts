/** A model that knows every answer to a set, for providers on 127.0.0.1 that are given its answers to say. */
import { referenceAnswer } from '../admission/knownAnswers';
import { openScenarioSet } from '../set/readSet';

/** @returns what is right to say to a prompt of the set; undefined for another prompt */
export async function knownSolutions(folder: string): Promise<(prompt: string) => string | undefined> {
  const opened = await openScenarioSet(folder);
  const known: { readonly marks: readonly string[]; readonly text: string }[] = [];
  for (const { id } of opened.set.scenarios) {
    const loaded = await opened.scenario(id);
    if (loaded.kind === 'published') continue;
    const { title, whetstone } = loaded.scenario;
    const { verification } = whetstone;
    const questions = 'questions' in verification ? verification.questions : [];
    const { files, answers } = referenceAnswer(verification);
    const written = Object.fromEntries(files.map(({ path, content }) => [path, content]));
    known.push({
      // One scenario may ask of another's title what this one asks.
      marks: [`# ${title}`, ...questions.map(({ text }) => text)],
      text: JSON.stringify(questions.length > 0 ? { files: written, answers } : { files: written }),
    });
  }
  return (prompt) => known.find(({ marks }) => marks.every((mark) => prompt.includes(mark)))?.text;
}
