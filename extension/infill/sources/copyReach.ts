import * as vscode from 'vscode';
import type { CopyReach } from '../../../runtime/protocol';
import { readSetting } from '../../contributions/configuration';

/** Where suggestions for a document may be copied from. */
export function copyReach(document: vscode.TextDocument): CopyReach {
  const setting = readSetting('whetstone.infill.copyFrom', document);
  if (setting === 'workspace') return otherFilesAllowed() ? 'files' : 'file';
  return setting;
}

/** Whether anything of other files may be used. */
export function otherFilesAllowed(): boolean {
  return vscode.workspace.isTrusted && readSetting('whetstone.privacy.contextFromOtherFiles');
}
