import type { GenerateRequest } from '../../types';
import { hashNgrams } from './hashNgrams';
import { SHAPE_FEATURES, type PromptFeatures } from './promptFeatures';
import { instructionOf, trailingToolResults } from './requestText';

/** Index of the feature "length of the instruction", which has a prior of its own. */
export const LENGTH_FEATURE = 0;

/**
 * @param inputTokens of the whole request, estimated
 * @returns numbers of the request; takes about a tenth of a millisecond for a kilobyte of instruction
 */
export function featuresOf(request: GenerateRequest, inputTokens: number): PromptFeatures {
  const instruction = instructionOf(request);
  const failed = trailingToolResults(request).filter((result) => result.failed).length;
  const tools = request.tools ?? [];
  const shape = Float64Array.from([
    ...shapeOfText(instruction),
    Math.log1p(inputTokens),
    Math.log1p(tools.length),
    Math.log1p(tools.reduce((sum, tool) => sum + tool.description.length + Object.keys(tool.inputSchema).length, 0)),
    Math.log1p(request.messages.length),
    request.output?.kind === 'json' ? 1 : 0,
    Math.log1p(failed),
  ]);
  if (shape.length !== SHAPE_FEATURES)
    throw new Error(`${shape.length} features of shape instead of ${SHAPE_FEATURES}.`);
  return { ...hashNgrams(instruction), shape };
}

/** Fourteen numbers, the length first. */
function shapeOfText(text: string): number[] {
  const length = Math.max(1, text.length);
  const words = text.split(/\s+/).filter((word) => word !== '');
  const numbers = text.match(/\d[\d,.]*/g) ?? [];
  const largest = numbers.reduce((most, number) => Math.max(most, Number(number.replace(/\D/g, ''))), 0);
  return [
    Math.log(length),
    Math.log1p(numbers.length),
    Math.log1p(Math.min(largest, 1e12)),
    Math.log1p(count(text, /[.?!](?=\s|$)/g)),
    Math.log1p(count(text, /\?/g)),
    Math.log1p(count(text, /,/g)),
    Math.log1p(count(text, /\n/g)),
    Math.log1p(count(text, /[%$€£]|\d\/\d|\b(?:half|third|quarter|percent|twice|double|times|each|every|per)\b/gi)),
    Math.log1p(count(text, /[{}()[\];=<>\\^_]/g)),
    Math.log1p(count(text, /\b(?:error|exception|traceback|failed|undefined|not found)\b/gi)),
    words.length === 0 ? 0 : text.length / words.length,
    words.length === 0 ? 1 : new Set(words.map((word) => word.toLowerCase())).size / words.length,
    count(text, /\p{Lu}/gu) / length,
    count(text, /[^\u0020-\u007e\s]/g) / length,
  ];
}

function count(text: string, pattern: RegExp): number {
  return text.match(pattern)?.length ?? 0;
}
