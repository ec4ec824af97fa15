/** Tools that VS Code and its other extensions offer. */
export { EditorTools, type EditorConnection, type EditorTool } from './editorTools';
