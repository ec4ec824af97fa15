import type { Call, CodeFile } from '../code/codeFile';
import { Flow } from '../code/flow';
import { allowList } from '../code/guards';
import type { WeaknessRule } from '../types';

function runs(call: Call, file: CodeFile): boolean {
  const { callee, name } = call;
  switch (file.family) {
    case 'script':
      if (callee === 'eval' || (call.constructs && callee === 'Function') || callee === 'globalThis.eval') return true;
      return (
        /^(runInNewContext|runInThisContext|runInContext|compileFunction)$/.test(name) ||
        (call.constructs && /^(vm\.)?Script$/.test(callee))
      );
    case 'python':
      return /^(eval|exec|builtins\.eval|builtins\.exec)$/.test(callee);
    case 'php':
      return /^(eval|create_function|assert)$/.test(callee);
    default:
      return false;
  }
}

export const codeInjection: WeaknessRule = {
  cwe: 'CWE-95',
  title: 'code injection: a text from outside is evaluated as code',
  families: ['script', 'python', 'php'],
  *find(file) {
    const flow = new Flow(file, { cleans: () => false, guards: allowList });
    for (const call of file.calls) {
      // Names of parameters come first with `Function`; globals of Python's eval come second.
      const texts = call.name === 'Function' ? call.args : call.args.slice(0, 1);
      if (runs(call, file) && texts.some((each) => flow.reaches(each))) yield call.node;
    }
  },
};
