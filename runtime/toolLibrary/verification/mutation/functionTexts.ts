import { languageOfFile, parse } from '../../../syntax';
import { functionNodes } from './functionNodes';

/** Text of a function and of what it uses of the same file, the function first. */
export async function functionTexts(path: string, text: string, access: string): Promise<string[]> {
  const language = languageOfFile(path);
  if (language === undefined) return [];
  const tree = await parse(language, text);
  try {
    return functionNodes(tree.rootNode, access).map((node) => node.text);
  } finally {
    tree.delete();
  }
}
