import type { MessageConnection } from 'vscode-jsonrpc/node';
import * as protocol from '../../runtime/agent/protocol';
import { parentAnswer } from '../childProcess/parentAnswer';
import type { AgentParent } from './agentParent';

const again = 'Try again; if it happens again, please report it with the log.';

/** Answers what the agent's process asks, each failure with words for a user's eyes. */
export function answerAgent(connection: MessageConnection, parent: AgentParent): void {
  connection.onRequest(protocol.agentGenerate, ({ id, request }, token) =>
    parentAnswer(
      () =>
        parent.generate(
          request,
          (event) => void connection.sendNotification(protocol.agentGenerateEvent, { id, event }),
          token,
        ),
      { message: 'The model could not be asked', action: again },
    ),
  );
  connection.onRequest(protocol.askApproval, (request, token) =>
    parentAnswer(() => parent.approve(request, token), {
      message: 'Nobody could be asked for approval',
      action: again,
    }),
  );
  connection.onNotification(protocol.rememberApproval, ({ key }) => parent.remember(key));
  connection.onRequest(protocol.askInput, ({ server, input }) =>
    parentAnswer(() => parent.input(server, input), { message: 'The value could not be asked for', action: again }),
  );
  connection.onRequest(protocol.unsavedText, ({ file }) =>
    parentAnswer(async () => parent.unsaved(file), { message: 'The open file could not be read', action: again }),
  );
  connection.onRequest(protocol.unsavedFiles, () =>
    parentAnswer(async () => parent.unsavedFiles(), { message: 'The open files could not be listed', action: again }),
  );
  connection.onRequest(protocol.applyEdits, ({ edits }) =>
    parentAnswer(
      async () => {
        await parent.apply(edits);
        return null;
      },
      { message: 'The edits could not be applied', action: 'Read the files again and propose the edits anew.' },
    ),
  );
  connection.onRequest(protocol.readDiagnostics, ({ files }) =>
    parentAnswer(() => parent.diagnostics(files), { message: 'The problems could not be read', action: again }),
  );
  connection.onRequest(protocol.editorTools, () =>
    parentAnswer(async () => parent.editorTools(), {
      message: 'The tools of VS Code could not be listed',
      action: again,
    }),
  );
  connection.onRequest(protocol.callEditorTool, (call, token) =>
    parentAnswer(() => parent.callEditorTool(call, token), {
      message: `The tool ${call.name} of VS Code failed`,
      action: 'Try other input, or another tool.',
    }),
  );
}
