// An extension of somebody else, for the suites inside VS Code: it has a language model of its own, which the gateway may be
// allowed to use, and it asks the gateway's models as any extension can.
const vscode = require('vscode');

const model = {
  id: 'parrot',
  name: 'Parrot',
  family: 'parrot',
  version: '1',
  maxInputTokens: 4000,
  maxOutputTokens: 1000,
  capabilities: { toolCalling: true },
};
let requests = 0;

exports.activate = (context) => {
  context.subscriptions.push(
    vscode.lm.registerLanguageModelChatProvider('whetstone-test', {
      provideLanguageModelChatInformation: async () => [model],
      provideLanguageModelChatResponse: async (_model, messages, options, progress) => {
        requests += 1;
        const parts = messages.flatMap(({ content }) => content);
        const last = parts.findLast((part) => typeof part.value === 'string');
        if (options.tools?.length > 0) {
          progress.report(new vscode.LanguageModelToolCallPart('call-1', options.tools[0].name, { city: 'Bern' }));
          return;
        }
        progress.report(new vscode.LanguageModelTextPart('You said: '));
        progress.report(new vscode.LanguageModelTextPart(last?.value ?? 'nothing'));
      },
      provideTokenCount: async (_model, text) => Math.ceil(String(text).length / 4),
    }),
    vscode.commands.registerCommand('whetstone-test.requests', () => requests),
    // What an error is for an extension that asks: its code and message.
    vscode.commands.registerCommand('whetstone-test.ask', async (id, text) => {
      const [chosen] = await vscode.lm.selectChatModels({ vendor: 'whetstone', id });
      if (!chosen) return { error: { code: 'NoModel', message: id } };
      try {
        const response = await chosen.sendRequest([vscode.LanguageModelChatMessage.User(text)], {});
        let answer = '';
        for await (const part of response.text) answer += part;
        return { answer };
      } catch (error) {
        return { error: { code: error.code, message: error.message } };
      }
    }),
  );
};
