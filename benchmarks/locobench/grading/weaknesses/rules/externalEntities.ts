import type { WeaknessRule } from '../types';

export const externalEntities: WeaknessRule = {
  cwe: 'CWE-611',
  title: 'XML external entities: a document from outside makes the parser read files and addresses',
  families: ['python', 'java', 'csharp'],
  *find(file) {
    for (const call of file.calls) {
      const { name, callee, named, node } = call;
      if (file.family === 'python' && name === 'XMLParser' && named.get('resolve_entities')?.text === 'True')
        yield node;
      if (
        file.family === 'python' &&
        name === 'setFeature' &&
        (call.args[0]?.text ?? '').includes('feature_external_ges') &&
        call.args[1]?.text === 'True'
      )
        yield node;
      if (
        file.family === 'java' &&
        /^(DocumentBuilderFactory|SAXParserFactory|XMLInputFactory)\.(newInstance|newFactory|newDefaultInstance)$/.test(
          callee,
        )
      ) {
        const around = file.functionOf(node)?.node.text ?? file.root.text;
        if (
          !/disallow-doctype-decl|FEATURE_SECURE_PROCESSING|SUPPORT_DTD|external-general-entities|ACCESS_EXTERNAL_DTD|setExpandEntityReferences\(false\)/.test(
            around,
          )
        )
          yield node;
      }
    }
    if (file.family !== 'csharp') return;
    for (const { value, node } of file.allAssignments())
      if (value.text.endsWith('DtdProcessing.Parse') || /XmlResolver\s*=\s*new XmlUrlResolver/.test(node.text))
        yield node;
    for (const node of file.ofType('assignment_expression'))
      if (
        /^(\w+\.)?DtdProcessing\s*=\s*DtdProcessing\.Parse$|^(\w+\.)?XmlResolver\s*=\s*new XmlUrlResolver\(\)$/.test(
          node.text,
        )
      )
        yield node;
  },
};
