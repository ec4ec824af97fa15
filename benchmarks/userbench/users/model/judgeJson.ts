import { strip } from '../../../locobench/reference/pythonText';

/**
 * The JSON in a model's answer: the whole of it, else the first ```json block, else what stands from the first brace to the last.
 * @param judged the text that was judged: JSON that stands in it is a quotation, and is passed over. Default: none
 * @returns undefined where none of these can be read
 */
export function judgeJson(text: string, judged = ''): unknown {
  const from = text.indexOf('{');
  const to = text.lastIndexOf('}');
  const quotable = unspaced(judged);
  for (const part of [text, firstBlock(text), from < 0 || to < from ? undefined : text.slice(from, to + 1)]) {
    const found = part === undefined ? undefined : read(strip(part));
    if (part !== undefined && found !== undefined && !quotable.includes(unspaced(part))) return found.value;
  }
  return undefined;
}

const unspaced = (text: string): string => text.replaceAll(/\s+/gu, '');

function firstBlock(text: string): string | undefined {
  const mark = '```json';
  const from = text.indexOf(mark);
  const to = from < 0 ? -1 : text.indexOf('```', from + mark.length);
  return to < 0 ? undefined : text.slice(from + mark.length, to);
}

function read(text: string): { readonly value: unknown } | undefined {
  try {
    return { value: JSON.parse(text) };
  } catch {
    return undefined;
  }
}
