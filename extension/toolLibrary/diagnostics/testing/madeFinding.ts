import type { DuplicateFinding, DuplicatePlace } from '../../../../runtime/toolLibrary/duplicates/protocol';

/** A function of three lines. @param line of its name, from 0 */
export function madePlace(path: string, name: string, line = 10): DuplicatePlace {
  const id = `${path}#${name}`;
  return { id, name, path, access: name, line, character: 4, length: name.length, first: line, last: line + 2 };
}

export function madeFinding(made: Partial<DuplicateFinding> = {}): DuplicateFinding {
  return {
    ...{ kind: 'same-results', tool: madePlace('text.py', 'slugify'), others: [madePlace('web.py', 'to_slug')] },
    ...{ cases: 64, constants: [], group: undefined, mergeable: [] },
    ...made,
  };
}
