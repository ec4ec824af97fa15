/** Questions about work in an editor, made anew for every seed, with accepted calls: held out from whatever models have read. */
import {
  exactJson,
  isExactArray,
  isExactObject,
  type ExactJson,
  type ExactObject,
} from '../../../runtime/functionCalling';
import { seededRandom } from '../../core/seededRandom';
import { categoryOf } from '../category';
import { functionName, type AcceptedCall, type Question } from '../questions';
import { distractors, workspaceFunctions } from './editorTools';
import { incompleteRequest, needlessRequest, templates, type Pick, type TaskCall } from './taskTemplates';

export const editorCategories = [
  'editor_multiple',
  'editor_parallel',
  'editor_irrelevance',
  'editor_irrelevance_incomplete',
] as const;

/** Tools beside the right ones. */
const others = 8;

/**
 * @param seed another one gives other questions; the same one the same
 * @param count of each category
 */
export async function editorQuestions(seed: number, count: number, signal: AbortSignal): Promise<readonly Question[]> {
  const all = [...(await workspaceFunctions(signal)), ...distractors];
  const random = seededRandom(seed);
  const pick: Pick = (items) => items[random(items.length)]!;
  return editorCategories.flatMap((name) => {
    const made = new Map<string, Question>();
    // A category has fewer requests than asked for when its templates run out.
    for (let tries = 0; made.size < count && tries < 50 * count; tries++) {
      const question = questionOf(name, made.size, all, pick);
      const key = JSON.stringify(question.messages.map((message) => message.get('content')));
      if (!made.has(key)) made.set(key, question);
    }
    return [...made.values()];
  });
}

function questionOf(
  name: (typeof editorCategories)[number],
  index: number,
  all: readonly ExactObject[],
  pick: Pick,
): Question {
  const tasks = name === 'editor_multiple' ? [pick(templates)(pick)] : name === 'editor_parallel' ? several(pick) : [];
  const request =
    tasks.length > 0
      ? tasks.map((task) => task.request).join(' Also: ')
      : (name === 'editor_irrelevance' ? needlessRequest : incompleteRequest)(pick);
  const right = new Set(tasks.map(({ call }) => call.name));
  const id = `${name}_${index}`;
  const category = categoryOf(id, { functions: all.length, answers: tasks.length });
  if (category === undefined) throw new TypeError(`${id} is no category`);
  const message = exactJson({ role: 'user', content: request });
  return {
    id,
    category,
    messages: isExactObject(message) ? [message] : [],
    functions: shown(all, right, pick),
    accepted: tasks.map(({ call }) => acceptedCall(call, all)),
  };
}

/** Two tasks that are not the same. */
function several(pick: Pick) {
  const first = pick(templates)(pick);
  for (;;) {
    const second = pick(templates)(pick);
    if (second.request !== first.request && JSON.stringify(second.call) !== JSON.stringify(first.call))
      return [first, second];
  }
}

/** The right ones among others, in an order that tells nothing. */
function shown(all: readonly ExactObject[], right: ReadonlySet<string>, pick: Pick): readonly ExactObject[] {
  const left = all.filter((each) => !right.has(functionName(each)));
  const chosen = all.filter((each) => right.has(functionName(each)));
  for (let count = 0; count < others && left.length > 0; count++) {
    const next = pick(left);
    left.splice(left.indexOf(next), 1);
    chosen.splice(pick([...chosen.keys(), chosen.length]), 0, next);
  }
  return chosen;
}

/** Optional arguments without accepted values may be left out, and only that. */
function acceptedCall({ name, values }: TaskCall, all: readonly ExactObject[]): AcceptedCall {
  const parameters = all.find((each) => functionName(each) === name)?.get('parameters');
  const properties = isExactObject(parameters) ? parameters.get('properties') : undefined;
  const accepted = new Map<string, readonly ExactJson[]>();
  for (const key of isExactObject(properties) ? properties.keys() : []) {
    const listed = exactJson(values[key] ?? ['']);
    accepted.set(key, isExactArray(listed) ? listed : []);
  }
  return { name, values: accepted };
}
