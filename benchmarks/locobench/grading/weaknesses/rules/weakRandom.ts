import type { Node } from '@vscode/tree-sitter-wasm';
import type { CodeFile } from '../code/codeFile';
import { hasWord } from '../code/names';
import type { WeaknessRule } from '../types';

const GUESSED = new Set([
  'token',
  'secret',
  'password',
  'passphrase',
  'nonce',
  'session',
  'salt',
  'otp',
  'csrf',
  'apikey',
  'credential',
  'invitation',
  'invite',
  'reset',
]);

export const weakRandom: WeaknessRule = {
  cwe: 'CWE-338',
  title: 'predictable random numbers where a secret is made',
  families: ['script', 'python', 'go', 'java', 'csharp', 'php', 'c'],
  *find(file) {
    for (const call of file.calls)
      if (isGuessable(file, call.callee, call.constructs) && makesSecret(file, call.node)) yield call.node;
  },
};

function isGuessable(file: CodeFile, callee: string, constructs: boolean): boolean {
  switch (file.family) {
    case 'script':
      return callee === 'Math.random';
    case 'python':
      return /^random\.(random|choice|choices|randint|randrange|sample|getrandbits|shuffle)$/.test(callee);
    case 'go':
      return (
        /^rand\.(Intn?|Int31n?|Int63n?|N|IntN|Float64|Perm|Shuffle)$/.test(callee) &&
        /"math\/rand(\/v2)?"/.test(file.root.text)
      );
    case 'java':
      return (
        callee === 'Math.random' ||
        (constructs && /^(java\.util\.)?Random$/.test(callee)) ||
        /^ThreadLocalRandom\.current$/.test(callee)
      );
    case 'csharp':
      return (constructs && /^(System\.)?Random$/.test(callee)) || /^Random\.Shared\.\w+$/.test(callee);
    case 'php':
      return /^(rand|mt_rand|uniqid|shuffle|str_shuffle|array_rand|lcg_value)$/.test(callee);
    case 'c':
      return /^(rand|random|drand48|lrand48)$/.test(callee);
  }
}

/** In a function, or for a variable, that is named for something nobody may guess; also one function away. */
function makesSecret(file: CodeFile, node: Node): boolean {
  for (let own = file.functionOf(node); own !== undefined; own = own.owner) {
    const { name } = own;
    if (name === undefined) continue;
    if (hasWord(name, GUESSED)) return true;
    const callers = file.calls
      .filter((each) => each.name === name)
      .map((each) => file.functionOf(each.node)?.name ?? '');
    if (callers.some((each) => hasWord(each, GUESSED))) return true;
  }
  for (let at: Node | null = node; at !== null; at = at.parent) {
    const left =
      at.childForFieldName('left') ??
      at.childForFieldName('name') ??
      (at.type === 'pair' ? at.childForFieldName('key') : null);
    if (
      left !== null &&
      left.id !== node.id &&
      /declarator|assignment|pair|short_var/.test(at.type) &&
      hasWord(left.text, GUESSED)
    )
      return true;
  }
  return false;
}
