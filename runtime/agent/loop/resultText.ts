import type { ToolContent, ToolResult } from '../../tools/types';

/** Characters of a result that a model is given; tools bound theirs, this is for those that do not. */
const longest = 60_000;

/** A result as a model reads it. */
export function resultText({ content, cut }: Pick<ToolResult, 'content' | 'cut'>): string {
  const whole = content.map(contentText).join('\n');
  const text =
    whole.length <= longest
      ? whole
      : `${whole.slice(0, longest)}\n[Cut: ${whole.length - longest} of ${whole.length} characters are not shown. Ask for less at once.]`;
  const rest = cut === undefined ? text : `${text}\n[Cut: ${cut}]`;
  return rest.trim() === '' ? '(nothing)' : rest;
}

function contentText(content: ToolContent): string {
  switch (content.type) {
    case 'text':
      return content.text;
    case 'json':
      return JSON.stringify(content.value);
    case 'blob':
      return `[${content.mediaType}, ${content.bytes} bytes, not shown: ${content.note}]`;
  }
}
