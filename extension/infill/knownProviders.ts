/** Extensions that also show inline suggestions while one types, by their ids in lower case. */
export const knownProviders: ReadonlyMap<string, string> = new Map([
  ['github.copilot', 'GitHub Copilot'],
  ['github.copilot-chat', 'GitHub Copilot'],
  ['codeium.codeium', 'Windsurf (Codeium)'],
  ['continue.continue', 'Continue'],
  ['tabbyml.vscode-tabby', 'Tabby'],
  ['supermaven.supermaven', 'Supermaven'],
  ['ggml-org.llama-vscode', 'llama.vscode'],
  ['tabnine.tabnine-vscode', 'Tabnine'],
  ['rjmacarthy.twinny', 'Twinny'],
  ['amazonwebservices.amazon-q-vscode', 'Amazon Q'],
  ['amazonwebservices.codewhisperer-for-command-line-companion', 'CodeWhisperer'],
  ['sourcegraph.cody-ai', 'Cody'],
  ['google.geminicodeassist', 'Gemini Code Assist'],
  ['googlecloudtools.cloudcode', 'Gemini Code Assist'],
  ['augment.vscode-augment', 'Augment'],
  ['blackboxapp.blackbox', 'Blackbox'],
  ['kilocode.kilo-code', 'Kilo Code'],
  ['huggingface.huggingface-vscode', 'llm-vscode'],
  ['codegpt.codegpt', 'CodeGPT'],
  ['danielsanmedium.dscodegpt', 'CodeGPT'],
  ['alibaba-cloud.tongyi-lingma', 'Lingma'],
  ['baiducomate.comate', 'Comate'],
]);

/** Names of the providers among some extensions, each once, in the order of the list. */
export function namesOfProviders(extensionIds: readonly string[]): readonly string[] {
  const present = new Set(extensionIds.map((id) => id.toLowerCase()));
  return [...new Set([...knownProviders].filter(([id]) => present.has(id)).map(([, name]) => name))];
}
