/** The JSON object of a model's answer: alone, in a fence, or with words around it. undefined where there is none. */
export function jsonOf(answer: string): unknown {
  const fenced = /```(?:json)?\s*\n([\s\S]*?)```/.exec(answer)?.[1];
  for (const text of [answer, fenced, between(answer)]) {
    if (text === undefined) continue;
    try {
      const value: unknown = JSON.parse(text);
      if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value;
    } catch {
      // Words around it: the next way to look is tried.
    }
  }
  return undefined;
}

function between(answer: string): string | undefined {
  const [start, end] = [answer.indexOf('{'), answer.lastIndexOf('}')];
  return start < 0 || end < start ? undefined : answer.slice(start, end + 1);
}

/** The code of a model's answer: its longest fenced block, or all of it where it has no fence. */
export function codeOf(answer: string): string {
  const blocks = [...answer.matchAll(/```[\w+-]*[^\S\n]*\n([\s\S]*?)(?:```|$)/g)].map((match) => match[1] ?? '');
  const [longest] = blocks.sort((a, b) => b.length - a.length);
  const code = longest ?? answer;
  return `${code.trim()}\n`;
}
