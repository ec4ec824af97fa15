import path from 'node:path';
import * as vscode from 'vscode';
import type { LibraryEdit } from '../../runtime/toolLibrary/protocol';
import type { FileEdit } from '../../runtime/agent/protocol';
import { workspaceRoots } from '../agent/agentConfig';
import { ChangesPreview } from '../agent/changesPreview';
import { applyFileEdits } from '../agent/workspaceEdits';
import { asWritten } from '../agent/workspacePaths';

/** Planned changes of a library: shown, asked about, and made as one edit that one step takes back. */
export class LibraryEdits implements vscode.Disposable {
  private readonly preview = new ChangesPreview();

  /** @param question default: about the accepted groups @returns whether the user wants it */
  async agreed(edit: LibraryEdit, question = aboutGroups(edit)): Promise<boolean> {
    const { l10n, window } = vscode;
    const apply = l10n.t('Apply');
    const look = l10n.t('Show Changes First');
    const chosen = await window.showWarningMessage(
      question,
      {
        modal: true,
        detail: l10n.t(
          'They were verified once more with fresh arguments. Old names stay as adapters. It is one step to undo, and can be reverted from the page.',
        ),
      },
      apply,
      look,
    );
    if (chosen !== look) return chosen === apply;
    await this.preview.show(l10n.t('Tool Library'), fileEdits(edit));
    const after = await window.showInformationMessage(question, apply, l10n.t('Do Not Apply'));
    return after === apply;
  }

  /** @throws RuntimeRequestError where a file is no longer as it was, or VS Code refused */
  make(edit: LibraryEdit): Promise<void> {
    return applyFileEdits(fileEdits(edit), workspaceRoots());
  }

  dispose(): void {
    this.preview.dispose();
  }
}

function aboutGroups({ files }: LibraryEdit): string {
  const { l10n } = vscode;
  return files.length === 1
    ? l10n.t('Apply the accepted groups to {0}?', files[0]?.path ?? '')
    : l10n.t('Apply the accepted groups to {0} files?', files.length);
}

function fileEdits({ root, files }: LibraryEdit): readonly FileEdit[] {
  const roots = workspaceRoots();
  return files.map(({ path: file, before, after }) => ({
    ...{ path: asWritten(path.join(root, file), roots), before, after },
  }));
}
