import type { JsonSchema } from '../../gateway/types';
import { repeated } from './gbnf';
import { Unsatisfiable } from './inexpressible';
import { notPlain, patternGrammar } from './patternGrammar';
import type { SchemaGrammar } from './schemaGrammar';

/** One character of a JSON string. Halves of surrogate pairs are not written as escapes: each would count as one. */
const character = `[^${notPlain}] | "\\\\" (["\\\\/bfnrt] | "u" ([0-9a-cA-CefEF] [0-9a-fA-F]{3} | [dD] [0-7] [0-9a-fA-F]{2}))`;

/** llama.cpp refuses more repetitions. */
const maxRepetitions = 2000;

export function stringGrammar(grammar: SchemaGrammar, schema: JsonSchema, path: string): string {
  const char = grammar.rules.add('char', character);
  const { minLength, maxLength, pattern } = schema;
  const min = typeof minLength === 'number' ? Math.ceil(minLength) : 0;
  const max = typeof maxLength === 'number' ? Math.floor(maxLength) : undefined;
  if (max !== undefined && max < min) throw new Unsatisfiable(`${path} allows no text`);
  if (typeof pattern === 'string') {
    const inside = patternGrammar(pattern);
    if (inside === undefined) grammar.detail(path, 'pattern', `${pattern} cannot be said by a grammar`);
    else {
      if (min > 0 || max !== undefined)
        grammar.detail(path, 'minLength or maxLength', 'beside pattern is not said by a grammar');
      return grammar.rules.add('text', `"\\"" ${inside} "\\""`);
    }
  }
  if (min > maxRepetitions || (max ?? 0) > maxRepetitions) {
    grammar.detail(path, 'minLength or maxLength', `above ${maxRepetitions} is not said by a grammar`);
    return grammar.rules.add('text', `"\\"" ${char}* "\\""`);
  }
  return grammar.rules.add('text', `"\\"" ${repeated(char, min, max)} "\\""`);
}
