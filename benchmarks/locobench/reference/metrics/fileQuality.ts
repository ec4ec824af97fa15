/**
 * CQ's per-file part. Defects, as published: length and number of comments stand for quality; the security scan is always read as 0.8 and
 * the number of issues as 0, whatever was found (an attribute of another name is read); style is no part of the score.
 */
import type { Answer, AnswerFile } from '../answer';
import { countOf, strip } from '../pythonText';
import { mean } from '../scoring';

export const reportedSecurity = 0.8;
export const reportedIssues = 0;

export interface FileQuality {
  readonly name: string;
  readonly lineCount: number;
  readonly nonEmptyLines: number;
  readonly commentLines: number;
  readonly commentRatio: number;
  readonly functionCount: number;
  readonly classCount: number;
  readonly importCount: number;
  readonly score: number;
}

export function fileQualities({ files }: Answer): readonly FileQuality[] {
  return files.map(fileQuality);
}

export function averageQuality(files: readonly FileQuality[]): number {
  return mean(files.map(({ score }) => score));
}

function fileQuality({ name, text, lines }: AnswerFile): FileQuality {
  const stripped = lines.map(strip);
  const full = stripped.filter((line) => line !== '').length;
  const comments = stripped.filter((line) => line.startsWith('#') || line.startsWith('//')).length;
  const commentRatio = comments / Math.max(full, 1);
  const functions = countOf(text, 'func ') + countOf(text, 'def ');
  let score = 0.5;
  if (commentRatio > 0.1) score += 0.2;
  if (lines.length >= 50 && lines.length <= 500) score += 0.2;
  if (functions > 0) score += 0.1;
  return {
    name,
    lineCount: lines.length,
    nonEmptyLines: full,
    commentLines: comments,
    commentRatio,
    functionCount: functions,
    classCount: countOf(text, 'class ') + countOf(text, 'type '),
    importCount: countOf(text, 'import ') + countOf(text, 'from '),
    score,
  };
}
