import type { Question } from '../../scenarios';

/** How files are to be answered, in few lines. */
export const FILES_FORMAT = `Answer with the files that you change, in one of these forms, as you like file by file:
- A whole file in a fence of backticks, the path in the line that opens it. The fence has to be longer than any run of backticks in the file:
\`\`\`\` path=src/example.js
the whole text of the file, nothing left out
\`\`\`\`
- A unified diff in a fence marked \`diff\`, with \`--- a/path\` and \`+++ b/path\`.
- Search/replace blocks below a line with the path. The lines to look for have to stand in the file exactly once:
src/example.js
<<<<<<< SEARCH
lines as they are
=======
lines as they are to be
>>>>>>> REPLACE
- A line \`Delete: path\` for a file that goes.
Paths are relative to the root of the repository. A part of a file is not taken for the whole. Other code needs no fence with a path.`;

export function questionsText(questions: readonly Question[]): string {
  const lines = questions.map(({ id, text, answer }) => `- \`${id}\`: ${text} (${formOf(answer)})`);
  return `Questions:\n${lines.join('\n')}\n\nAnswer them in one JSON object, after whatever else you write:\n{"answers": {${questions
    .map(({ id }) => `${JSON.stringify(id)}: …`)
    .join(', ')}}}`;
}

function formOf(answer: Question['answer']): string {
  switch (answer.form) {
    case 'choice':
      return `one of: ${answer.options.map((option) => JSON.stringify(option)).join(', ')}`;
    case 'text':
      return 'a text, as short as it can be';
    case 'number':
      return 'a number';
    case 'boolean':
      return 'true or false';
    case 'set':
      return answer.of === 'paths'
        ? 'a list of paths, in any order'
        : answer.of === 'lines'
          ? 'a list of line numbers, counted from 1'
          : 'a list of names, in any order';
    case 'sequence':
      return 'a list, in order';
    case 'place':
      return 'an object {"path": …, "line": …}, lines counted from 1';
  }
}
