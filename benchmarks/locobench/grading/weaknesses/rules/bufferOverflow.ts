import type { Call, CodeFile } from '../code/codeFile';
import { Flow } from '../code/flow';
import type { GuardTest } from '../code/guards';
import { constantText } from '../code/texts';
import type { WeaknessRule } from '../types';

/** Its length is looked at. */
const measured: GuardTest = (condition, names) =>
  /strlen|strnlen|len|size/i.test(condition.text) &&
  [...names].some((name) => new RegExp(`\\b${name}\\b`).test(condition.text));

export const bufferOverflow: WeaknessRule = {
  cwe: 'CWE-120',
  title: 'buffer overflow: a text is copied without a look at how much room there is',
  families: ['c'],
  *find(file) {
    const flow = new Flow(file, { cleans: () => false, guards: measured });
    for (const call of file.calls) {
      if (call.name === 'gets') yield call.node;
      else if (copied(call, file).some((each) => flow.reaches(each, call.node) && !makesRoom(call, file)))
        yield call.node;
    }
  },
};

function copied(call: Call, file: CodeFile): Call['args'] {
  if (/^(strcpy|strcat|stpcpy|wcscpy|wcscat)$/.test(call.name)) return call.args.slice(1, 2);
  if (!/^v?sprintf$/.test(call.name)) return [];
  const format = constantText(file, call.args[1]) ?? '';
  return /%-?\d*s/.test(format) ? call.args.slice(2) : [];
}

/** The target was allocated by the length of what goes into it. */
function makesRoom(call: Call, file: CodeFile): boolean {
  const target = call.args[0]?.text ?? '';
  return file
    .assignments(target)
    .some(({ value }) => /(m|c|re)alloc\w*\s*\(|new /.test(value.text) && /strlen|len|size/i.test(value.text));
}
