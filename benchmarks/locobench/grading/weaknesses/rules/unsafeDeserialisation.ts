import type { Call, CodeFile } from '../code/codeFile';
import { Flow } from '../code/flow';
import type { WeaknessRule } from '../types';

const nothing = { cleans: () => false, guards: () => false };

export const unsafeDeserialisation: WeaknessRule = {
  cwe: 'CWE-502',
  title: 'unsafe deserialisation: data from outside decides which objects are made',
  families: ['script', 'python', 'java', 'csharp', 'php'],
  *find(file) {
    const flow = new Flow(file, nothing);
    for (const call of file.calls) {
      const from = [...call.args, ...(call.object === undefined ? [] : [call.object])];
      if (makesAnything(call, file) && from.some((each) => flow.reaches(each))) yield call.node;
    }
    for (const node of file.ofType('member_access_expression'))
      if (file.family === 'csharp' && /^TypeNameHandling\.(All|Auto|Objects)$/.test(node.text)) yield node;
  },
};

function makesAnything(call: Call, file: CodeFile): boolean {
  const { callee, name, args, named } = call;
  switch (file.family) {
    case 'python': {
      if (
        /^(pickle|cPickle|_pickle|dill|marshal|jsonpickle|cloudpickle|joblib)\.(loads?|decode|Unpickler)$/.test(callee)
      )
        return true;
      if (/^yaml\.(unsafe_load|full_load|unsafe_load_all)$/.test(callee)) return true;
      if (!/^yaml\.load(_all)?$/.test(callee)) return false;
      return !/Safe|Base/.test((named.get('Loader') ?? args[1])?.text ?? '');
    }
    case 'php':
      return callee === 'unserialize' && !/allowed_classes['"]\s*=>\s*(false|\[)/.test(args[1]?.text ?? '');
    case 'java':
      return name === 'readObject' && !/ObjectInputFilter|resolveClass/.test(file.root.text);
    case 'csharp':
      return (
        /^(Deserialize|UnsafeDeserialize)$/.test(name) &&
        /BinaryFormatter|NetDataContractSerializer|LosFormatter|SoapFormatter/.test(
          `${call.object?.text ?? ''} ${file
            .assignments(call.object?.text ?? '')
            .map(({ value, node }) => value.text + (node.parent?.text ?? ''))
            .join(' ')}`,
        )
      );
    case 'script':
      return name === 'unserialize' && /serialize/i.test(file.root.text.slice(0, 4000));
    default:
      return false;
  }
}
