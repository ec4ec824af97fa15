import { strip } from '../../../locobench/reference/pythonText';

/**
 * The JSON in a model's answer: the whole of it, else the first ```json block, else what stands from the first brace to the last.
 * @returns undefined where none of these can be read
 */
export function judgeJson(text: string): unknown {
  const whole = read(strip(text));
  if (whole !== undefined) return whole.value;
  const block = /```json([\s\S]*?)```/u.exec(text)?.[1];
  const fenced = block === undefined ? undefined : read(strip(block));
  if (fenced !== undefined) return fenced.value;
  const from = text.indexOf('{');
  const to = text.lastIndexOf('}');
  return from < 0 || to < from ? undefined : read(text.slice(from, to + 1))?.value;
}

function read(text: string): { readonly value: unknown } | undefined {
  try {
    return { value: JSON.parse(text) };
  } catch {
    return undefined;
  }
}
