import { firstError, GrammarsMissingError, hasGrammar, parse } from '../../syntax';

/**
 * First place where a text does not parse.
 *
 * @returns 'unknown' when there is no grammar for the language, or none is installed; undefined when all parses
 */
export async function syntaxError(languageId: string, text: string): Promise<string | undefined> {
  if (!hasGrammar(languageId)) return 'unknown';
  try {
    const tree = await parse(languageId, text);
    const error = firstError(tree.rootNode);
    const found = error === undefined ? undefined : `line ${error.startPosition.row + 1} does not parse`;
    tree.delete();
    return found;
  } catch (error) {
    // Not installed: brackets are checked instead.
    if (error instanceof GrammarsMissingError) return 'unknown';
    throw error;
  }
}
