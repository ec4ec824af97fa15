import type { Node } from '@vscode/tree-sitter-wasm';
import { hasWord, wordsOf } from '../code/names';
import { isText } from '../code/texts';
import type { WeaknessRule } from '../types';

const SECRET = new Set([
  'password',
  'passwd',
  'pwd',
  'passphrase',
  'secret',
  'token',
  'apikey',
  'credential',
  'credentials',
]);
const NO_SECRET =
  /^(type|name|kind|field|header|path|url|prefix|label|count|limit|length|index|id|pattern|regex|message|placeholder|title|key_name|file|env|variable|input|prompt|form|budget|param)s?$/;

export const hardCodedCredential: WeaknessRule = {
  cwe: 'CWE-798',
  title: 'hard-coded credential: a password, key or token stands in the code',
  families: ['script', 'python', 'go', 'java', 'csharp', 'php', 'c'],
  *find(file) {
    for (const node of file.nodes) {
      if (!isText(node) || !looksSecret(node)) continue;
      if (/:\/\/[^\s:/@]+:[^\s/@]{6,}@/.test(node.text) || isGiven(node)) yield node;
    }
  },
};

/** At least eight characters, letters and digits, no words with a number behind. */
function looksSecret(node: Node): boolean {
  if (node.namedChildren.some((child) => child !== null && /substitution|interpolation$|variable/.test(child.type)))
    return false;
  const text = node.text.replace(/^[@$rbuRBU]*["'`]+|["'`]+$/g, '');
  if (/:\/\/[^\s:/@]+:[^\s/@]{6,}@/.test(text)) return true;
  return (
    text.length >= 8 &&
    /^[\w!#%&*+=/.@-]+$/.test(text) &&
    /\d/.test(text) &&
    /[A-Za-z]/.test(text) &&
    !/^[a-z]+(?:[-_./ ][a-z]+)*[-_./]?\d{0,4}$/i.test(text) &&
    /\d[A-Za-z]+|[A-Za-z]\d+[A-Za-z]/.test(text)
  );
}

/** Whether a literal is given to, compared with or handed over as something that is named like a secret. */
function isGiven(node: Node): boolean {
  let at: Node = node;
  for (let step = 0; step < 4; step++) {
    const parent: Node | null = at.parent;
    if (parent === null || /^(statement_block|block|program|module)$/.test(parent.type)) return false;
    const name = nameBeside(parent, at);
    if (name !== undefined) return isSecretName(name);
    at = parent;
  }
  return false;
}

function nameBeside(parent: Node, value: Node): string | undefined {
  const other =
    parent.childForFieldName('name') ??
    parent.childForFieldName('pattern') ??
    parent.childForFieldName('left') ??
    parent.childForFieldName('key') ??
    parent.childForFieldName('declarator');
  if (/^(binary_expression|comparison_operator|binary_operator)$/.test(parent.type)) {
    const sides = parent.namedChildren.flatMap((each) => each ?? []);
    const operator = parent.child(1)?.text ?? '';
    if (!/^(===?|!==?|\|\||\?\?|or)$/.test(operator)) return undefined;
    const [beside] = sides.filter((each) => each.id !== value.id);
    if (/^===?$|^!==?$/.test(operator)) return beside?.text;
    return undefined;
  }
  if (/^(pair|keyed_element|array_element_initializer)$/.test(parent.type))
    return parent.namedChild(0)?.id === value.id ? undefined : parent.namedChild(0)?.text;
  return other === null || other.id === value.id ? undefined : other.text;
}

function isSecretName(name: string): boolean {
  const last =
    name
      .replace(/['"\]]+$/, '')
      .split(/[.[>]/)
      .at(-1) ?? name;
  const words = wordsOf(last);
  if (NO_SECRET.test(words.at(-1) ?? '')) return false;
  return hasWord(last, SECRET) || /(api|access|auth|private|signing|secret|encryption)_?key/i.test(last);
}
