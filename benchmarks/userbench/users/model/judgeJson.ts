import { strip } from '../../../locobench/reference/pythonText';

/**
 * The JSON in a model's answer: the whole of it, else the first ```json block, else what stands from the first brace to the last.
 * @returns undefined where none of these can be read
 */
export function judgeJson(text: string): unknown {
  const whole = read(strip(text));
  if (whole !== undefined) return whole.value;
  const block = firstBlock(text);
  const fenced = block === undefined ? undefined : read(strip(block));
  if (fenced !== undefined) return fenced.value;
  const from = text.indexOf('{');
  const to = text.lastIndexOf('}');
  return from < 0 || to < from ? undefined : read(text.slice(from, to + 1))?.value;
}

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
