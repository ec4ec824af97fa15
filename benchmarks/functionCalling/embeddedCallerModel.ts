import { readFile } from 'node:fs/promises';
import { EmbeddedCaller, exactJson, isExactObject, weightsOf } from '../../runtime/functionCalling';
import { BadInputError } from '../core/badInputError';
import type { CallingModel } from './callingModel';
import { requestOf, toolOf } from './retrievalBaseline';

export const embeddedCallerId = 'embedded-caller';

/** The small learned caller: one call at most, no language model. */
export function embeddedCallerModel(caller: EmbeddedCaller): CallingModel {
  return {
    id: embeddedCallerId,
    answer: async (question) => {
      const answer = caller.call(requestOf(question), question.functions.map(toolOf));
      if (answer.kind === 'none') return { kind: 'calls', calls: [] };
      const given = exactJson(answer.arguments);
      return { kind: 'calls', calls: [{ name: answer.name, arguments: isExactObject(given) ? given : new Map() }] };
    },
  };
}

/**
 * @param file what runtime/functionCalling/embedded/training/train.ts wrote
 * @throws BadInputError when it cannot be read, or is something else
 */
export async function readEmbeddedCaller(file: string): Promise<EmbeddedCaller> {
  try {
    return new EmbeddedCaller(weightsOf(JSON.parse(await readFile(file, 'utf8'))));
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new BadInputError(`${file}: these are no weights of the embedded caller (${why}). Write them with train.ts.`);
  }
}
