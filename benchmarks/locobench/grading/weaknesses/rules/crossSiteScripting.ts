import type { Node } from '@vscode/tree-sitter-wasm';
import type { CodeFile } from '../code/codeFile';
import { Flow } from '../code/flow';
import { allowList } from '../code/guards';
import { isText, piecesOf } from '../code/texts';
import type { WeaknessRule } from '../types';
import { cleanerNamed } from './cleaners';

const TAG =
  /<\/?(?:a|abbr|article|aside|b|body|button|caption|code|dd|div|dl|dt|em|figure|footer|form|h[1-6]|head|header|html|i|iframe|img|input|label|li|link|main|meta|nav|ol|option|p|pre|script|section|select|small|span|strong|style|summary|svg|table|tbody|td|textarea|th|thead|title|tr|u|ul|video)(?:\s[^<>]*|\s*\/?)>?/i;
const CLOSED = /<[a-z][^<>]*>|<\/[a-z]/i;

const cleans = cleanerNamed(
  new Set([
    ...[
      'escape',
      'escaped',
      'esc',
      'encode',
      'encoded',
      'sanitize',
      'sanitise',
      'purify',
      'htmlspecialchars',
      'htmlentities',
      'bleach',
    ],
    ...[
      'clean',
      'h',
      'xml',
      'encodeuricomponent',
      'uri',
      'escapexml',
      'escapehtml',
      'htmlescape',
      'markupsafe',
      'quote',
      'quoteattr',
      'attribute',
    ],
  ]),
  (pattern) => pattern.includes('<'),
);

/** Texts that are put together and hold tags: the outermost sums and templates. */
function markups(file: CodeFile): readonly Node[] {
  return file.nodes.filter((node) => {
    const sum = /^(binary_expression|binary_operator)$/.test(node.type);
    const format =
      file.callAt(node) !== undefined &&
      /^(Sprintf|format|sprintf|Format|Fprintf|printf)$/.test(file.callAt(node)!.name);
    if (!sum && !format && !(isText(node) && node.namedChildCount > 0)) return false;
    return node.parent === null || !/^(binary_expression|binary_operator)$/.test(node.parent.type);
  });
}

export const crossSiteScripting: WeaknessRule = {
  cwe: 'CWE-79',
  title: 'cross-site scripting: a text from outside becomes part of HTML without being escaped',
  families: ['script', 'python', 'go', 'java', 'csharp', 'php'],
  *find(file) {
    const flow = new Flow(file, { cleans, guards: allowList });
    for (const node of file.ofType('assignment_expression', 'augmented_assignment_expression')) {
      const target = node.childForFieldName('left')?.childForFieldName('property')?.text;
      const value = node.childForFieldName('right');
      if (/^(innerHTML|outerHTML)$/.test(target ?? '') && value !== null && flow.reaches(value)) yield node;
    }
    for (const call of file.calls) {
      if (call.name === 'insertAdjacentHTML' && call.args[1] !== undefined && flow.reaches(call.args[1]))
        yield call.node;
      if (/document\.write(ln)?$/.test(call.callee) && call.args.some((each) => flow.reaches(each))) yield call.node;
    }
    for (const node of markups(file)) {
      // JSX escapes, and a tagged template is the tag's to judge.
      if (/^(jsx_|call_expression$)/.test(node.parent?.type ?? '') && isText(node)) continue;
      const fixed: string[] = [];
      const dynamic: Node[] = [];
      for (const piece of piecesOf(file, node)) {
        if (typeof piece === 'string') fixed.push(piece);
        else dynamic.push(piece);
      }
      const text = fixed.join('\u0000');
      if (!TAG.test(text) || !CLOSED.test(text)) continue;
      if (dynamic.some((piece) => flow.reaches(piece, node))) yield node;
    }
    if (file.family !== 'php') return;
    for (const node of file.ofType('echo_statement')) {
      const markup = TAG.test(node.text);
      if (markup && node.namedChildren.some((child) => child !== null && !isText(child) && flow.reaches(child)))
        yield node;
    }
  },
};
