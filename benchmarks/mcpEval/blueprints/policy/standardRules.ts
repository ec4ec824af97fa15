/** Rules for the tools that the protocol's own servers have; each is offered only where its tools are there. */
import type { Draw } from '../../tasks/seedState';
import type { PolicyRule } from './policyRule';

interface Offered {
  /** Names of tools. */
  readonly tools: readonly string[];
  /** Files that are there, below the workspace. */
  readonly files: readonly string[];
}

export function standardRules({ tools, files }: Offered): readonly PolicyRule[] {
  const has = (...names: readonly string[]) => names.filter((name) => tools.includes(name));
  const folders = [...new Set(files.flatMap((file) => (file.includes('/') ? [file.split('/')[0] ?? ''] : [])))].sort();
  const writers = has('write_file', 'edit_file', 'create_directory', 'move_file');
  const readers = has('read_file', 'read_text_file', 'read_multiple_files');
  const lookers = has('search_nodes', 'open_nodes', 'read_graph');
  const erasers = has('delete_entities', 'delete_observations', 'delete_relations');
  const makers = has('create_entities', 'create_relations', 'add_observations');
  const rules: PolicyRule[] = [];
  if (writers.length > 0) {
    rules.push(
      ...folders.map((folder) => ({
        id: `keep-${plain(folder)}`,
        text: `What lies in the folder ${folder} stays as it is, and nothing is added there.`,
        ...{ check: 'changes-nothing-in' as const, places: [`workspace/${folder}/`] },
      })),
      { id: 'delete-no-file', text: 'No file is taken away from where it is.', check: 'deletes-nothing' },
    );
  }
  if (readers.length > 0 && has('edit_file').length > 0) {
    rules.push({
      id: 'read-before-edit',
      text: 'A file is read before it is edited.',
      ...{ check: 'comes-after', tools: ['edit_file'], needs: [...readers], argument: 'path' },
    });
  }
  if (lookers.length > 0 && has('create_entities').length > 0) {
    rules.push({
      id: 'look-before-create',
      text: 'Before something new is entered into the graph, the graph is looked at.',
      ...{ check: 'comes-after', tools: ['create_entities'], needs: [...lookers] },
    });
  }
  if (erasers.length > 0) {
    rules.push({
      id: 'erase-nothing',
      text: 'Nothing is deleted from the graph, whoever asks for it.',
      ...{ check: 'tools-forbidden', tools: [...erasers] },
    });
  }
  if (writers.length + makers.length > 0) {
    rules.push({
      id: 'three-changes',
      text: 'At most three calls of a conversation change something.',
      ...{ check: 'calls-at-most', tools: [...writers, ...makers, ...erasers], most: 3 },
    });
  }
  return rules;
}

/** @returns at most `most` of them, in their order */
export function drawRules(rules: readonly PolicyRule[], most: number, draw: Draw): readonly PolicyRule[] {
  const left = [...rules];
  const chosen = new Set<PolicyRule>();
  for (let count = draw.number(most + 1); count > 0 && left.length > 0; count--) {
    const [rule] = left.splice(draw.number(left.length), 1);
    if (rule !== undefined) chosen.add(rule);
  }
  return rules.filter((rule) => chosen.has(rule));
}

const plain = (name: string) => name.replaceAll(/[^A-Za-z0-9_-]/g, '-').slice(0, 40);
