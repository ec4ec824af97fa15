/** Descriptions of the classes' functions: the leaderboard's, from the user's copy, or our own. */
import { existsSync } from 'node:fs';
import path from 'node:path';
import { exactJson, isExactObject, type ExactJson, type ExactObject } from '../../../runtime/functionCalling';
import { BadInputError } from '../../core/badInputError';
import { readUserJsonLines } from '../../core/userJson';
import { functionName } from '../questions';
import { apiClasses } from './apis/apiClasses';
import { usualCircumstances, type ApiClass, type Parameter, type ParameterType } from './apis/apiClass';
import { pyText } from './python/pyText';
import { toExact } from './python/pyValue';

/** `{name, description, parameters}` of every function, by class. */
export type FunctionDocs = ReadonlyMap<string, readonly ExactObject[]>;

/**
 * @param folder the leaderboard's `multi_turn_func_doc`; undefined: our own descriptions
 * @throws BadInputError when a file of it is missing or holds something else
 */
export async function readFunctionDocs(folder: string | undefined): Promise<FunctionDocs> {
  const docs = new Map<string, readonly ExactObject[]>();
  for (const [name, each] of apiClasses) {
    docs.set(name, folder === undefined ? ownDocs(each) : await fileDocs(path.join(folder, each.descriptionFile)));
  }
  return docs;
}

/** The folder that lies beside the questions in the leaderboard's data. */
export function docsBeside(questionFile: string): string | undefined {
  const folder = path.join(path.dirname(questionFile), 'multi_turn_func_doc');
  return existsSync(folder) ? folder : undefined;
}

async function fileDocs(file: string): Promise<readonly ExactObject[]> {
  return (await readUserJsonLines(file)).map(({ place, value }) => {
    if (!isExactObject(value) || functionName(value) === '' || !isExactObject(value.get('parameters'))) {
      throw new BadInputError(
        `${place}: not a description of a function. Needed are name, description and parameters.`,
      );
    }
    // What a function gives back is not told in prompts of the leaderboard either.
    return new Map([...value].filter(([key]) => key !== 'response'));
  });
}

function ownDocs({ about, create }: ApiClass): readonly ExactObject[] {
  return Object.entries(create(new Map(), usualCircumstances).methods).flatMap(([name, method]) => {
    if (method.old === true) return [];
    const { parameters } = method;
    const names = Object.keys(parameters);
    const description = {
      name,
      description: `${about} ${method.about}`,
      parameters: { type: 'object', required: names.filter((each) => parameters[each]?.fallback === undefined) },
    };
    const exact = exactJson(description);
    const properties = new Map(Object.entries(parameters).map(([key, each]) => [key, schemaOf(each)]));
    return isExactObject(exact) ? [withProperties(exact, properties)] : [];
  });
}

function withProperties(description: ExactObject, properties: ExactObject): ExactObject {
  const parameters = description.get('parameters');
  const members: readonly (readonly [string, ExactJson])[] = isExactObject(parameters) ? [...parameters] : [];
  return new Map([...description, ['parameters', new Map([...members, ['properties', properties]])]]);
}

const schemas: Readonly<Record<ParameterType, ExactJson>> = {
  string: exactJson({ type: 'string' }),
  integer: exactJson({ type: 'integer' }),
  float: exactJson({ type: 'number' }),
  boolean: exactJson({ type: 'boolean' }),
  dict: exactJson({ type: 'object' }),
  strings: exactJson({ type: 'array', items: { type: 'string' } }),
  floats: exactJson({ type: 'array', items: { type: 'number' } }),
};

function schemaOf({ type, fallback }: Parameter): ExactJson {
  const schema = schemas[type];
  if (fallback === undefined || !isExactObject(schema)) return schema;
  return new Map([...schema, ['default', toExact(fallback())]]);
}

/** The descriptions as Python prints them: how the leaderboard hands functions in to models that it prompts itself. */
export function pythonText(descriptions: readonly ExactObject[]): string {
  return pyText(descriptions);
}
