import type { Node } from '@vscode/tree-sitter-wasm';
import type { CodeFile } from '../code/codeFile';
import type { WeaknessRule } from '../types';

export const certificateValidation: WeaknessRule = {
  cwe: 'CWE-295',
  title: 'certificates are not validated: any server is taken for the right one',
  families: ['script', 'python', 'go', 'csharp', 'php'],
  *find(file) {
    for (const node of file.nodes) if (isOff(node, file)) yield node;
    for (const call of file.calls) {
      if (/^(ssl\.)?_create_unverified_context$/.test(call.callee)) yield call.node;
      if (/^(False|FALSE|false)$/.test(call.named.get('verify')?.text ?? '')) yield call.node;
      if (/^(False|FALSE|false)$/.test(call.named.get('check_hostname')?.text ?? '')) yield call.node;
      if (
        call.name === 'curl_setopt' &&
        /^CURLOPT_SSL_VERIFY(PEER|HOST)$/.test(call.args[1]?.text ?? '') &&
        /^(false|0)$/i.test(call.args[2]?.text ?? '')
      )
        yield call.node;
    }
  },
};

function isOff(node: Node, file: CodeFile): boolean {
  if (
    !/^(pair|keyed_element|assignment_expression|assignment|array_element_initializer|assignment_statement)$/.test(
      node.type,
    )
  )
    return false;
  const [left, right] = [node.namedChild(0), node.namedChild(node.namedChildCount - 1)];
  if (left === null || right === null) return false;
  const name = /([\w$]+)\W*$/.exec(left.text)?.[1] ?? '';
  const value = right.text.replace(/\s+/g, '');
  if (/^(rejectUnauthorized|strictSSL|check_hostname|verify|verify_peer|verify_peer_name)$/.test(name))
    return /^(false|0|False)$/i.test(isConstant(file, right) ?? value);
  if (name === 'NODE_TLS_REJECT_UNAUTHORIZED') return /^['"]?0['"]?$/.test(value);
  if (name === 'InsecureSkipVerify') return value === 'true';
  if (name === 'verify_mode') return value.endsWith('CERT_NONE');
  if (name === 'checkServerIdentity')
    return /=>(undefined|null|true|\{\})$|\{\}$|return(undefined|null|true)?;?\}$/.test(value);
  if (/^(Server|Remote)Certificate(Custom)?ValidationCallback$/.test(name))
    return /=>true$|return true;?\}$|returntrue;?\}$|DangerousAcceptAnyServerCertificateValidator/.test(value);
  return false;
}

/** The text of a constant's value. */
function isConstant(file: CodeFile, node: Node): string | undefined {
  const [only, ...others] = file.assignments(node.text);
  return only !== undefined && others.length === 0 ? only.value.text : undefined;
}
