/** Whether a text that is put into a file leaves it as well-formed as it should be, by tree-sitter. */
import { createHash } from 'node:crypto';
import { countErrors, parse } from '../../../runtime/syntax';

/**
 * Whether the file with `middle` between prefix and suffix has no more syntax errors (error and missing nodes) than the
 * file with the true middle. Errors are compared and not forbidden, because the texts are usually cut out of longer
 * files and begin or end inside a construct.
 *
 * @param languageId one that hasGrammar knows
 * @param truth undefined where it is not known: then no more errors than the file has without any middle
 * @throws RangeError for a language without grammar, GrammarsMissingError where the grammars are not installed
 */
export async function syntaxValid(
  languageId: string,
  prefix: string,
  middle: string,
  suffix: string,
  truth = '',
): Promise<boolean> {
  if (middle === truth) return true;
  const wanted = prefix + truth + suffix;
  const key = createHash('sha256').update(`${languageId} ${wanted}`).digest('base64');
  const allowed = allowedErrors.get(key) ?? (await syntaxErrors(languageId, wanted));
  allowedErrors.set(key, allowed);
  return (await syntaxErrors(languageId, prefix + middle + suffix)) <= allowed;
}

/** Errors of true files: the same ones are asked for again with every model. */
const allowedErrors = new Map<string, number>();

/**
 * Number of error and missing nodes in the syntax tree of a text.
 *
 * @throws as syntaxValid
 */
export async function syntaxErrors(languageId: string, text: string): Promise<number> {
  const tree = await parse(languageId, text);
  const errors = countErrors(tree.rootNode);
  tree.delete();
  return errors;
}
