/**
 * Files of a model's answer, as LoCoBench's parser finds them: five ways, the first that gives a file of 50 characters or more.
 * For comparison only: see the defects at each way.
 */
import type { AnswerTexts } from '../answer';
import { lengthOf } from '../pythonText';
import { filesFromBlocks } from './codeBlocks';
import { filesFromHeadings } from './headings';
import { filesFromJson } from './jsonAnswer';
import { filesFromPairs } from './quotedPairs';
import { filesFromScan } from './filesScan';

const leastCharacters = 50;

/**
 * @param language as in scenario ids, e.g. `python`
 * @returns undefined when no way gives a file that is long enough
 */
export function parseResponse(response: string, language: string): AnswerTexts | undefined {
  const ways = [filesFromJson, filesFromPairs, (text: string) => filesFromBlocks(text, language)];
  for (const way of [...ways, filesFromHeadings, filesFromScan]) {
    const files = way(response);
    if ([...files.values()].some((text) => lengthOf(text) >= leastCharacters)) return files;
  }
  return undefined;
}
