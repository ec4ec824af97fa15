/** What the workspace's tools say of themselves. Written by testing/toolDefinitions.ts from the tools. */
export const agentToolDefinitions = [
  {
    name: 'list_files',
    title: 'List Files',
    description: 'Lists the files and folders of a folder, without ignored ones.',
    risk: 'read',
    inputSchema: {
      type: 'object',
      properties: {
        path: {
          description: 'Folder, relative to the workspace. Default: the whole workspace.',
          type: 'string',
        },
        depth: {
          description: 'How many levels of folders are opened. Default 2.',
          type: 'integer',
          minimum: 1,
          maximum: 20,
        },
        include_ignored: {
          description: 'Also what .gitignore names.',
          type: 'boolean',
        },
      },
    },
  },
  {
    name: 'find_files',
    title: 'Find Files',
    description: 'Finds files by a part of their name or path, or by a glob.',
    risk: 'read',
    inputSchema: {
      type: 'object',
      properties: {
        pattern: {
          type: 'string',
          minLength: 1,
          description: 'Part of a name ("parser"), or a glob ("src/**/*.test.ts").',
        },
        limit: {
          description: 'Files at most. Default 50.',
          type: 'integer',
          minimum: 1,
          maximum: 200,
        },
        include_ignored: {
          description: 'Also what .gitignore names.',
          type: 'boolean',
        },
      },
      required: ['pattern'],
    },
  },
  {
    name: 'search_text',
    title: 'Search Text',
    description: 'Finds text in the files of the workspace. Gives paths, line numbers and lines, best first.',
    risk: 'read',
    inputSchema: {
      type: 'object',
      properties: {
        pattern: {
          type: 'string',
          minLength: 1,
          maxLength: 1000,
          description: 'The text to find, as it stands in the files.',
        },
        is_regex: {
          description: 'Whether pattern is a JavaScript regular expression.',
          type: 'boolean',
        },
        case_sensitive: {
          type: 'boolean',
        },
        path: {
          description: 'Folder to search in. Default: the whole workspace.',
          type: 'string',
        },
        include: {
          description: 'Glob of files to search, like "*.ts" or "src/**".',
          type: 'string',
        },
        context_lines: {
          description: 'Lines around each match. Default 0.',
          type: 'integer',
          minimum: 0,
          maximum: 10,
        },
        limit: {
          description: 'Matching lines at most. Default 40.',
          type: 'integer',
          minimum: 1,
          maximum: 200,
        },
      },
      required: ['pattern'],
    },
  },
  {
    name: 'read_file',
    title: 'Read File',
    description:
      'Reads a file with line numbers: all of it, some lines, or one symbol or section. A long file is answered with its outline; then read parts.',
    risk: 'read',
    inputSchema: {
      type: 'object',
      properties: {
        path: {
          type: 'string',
          minLength: 1,
          description: 'File, relative to the workspace.',
        },
        start_line: {
          description: 'First line, from 1.',
          type: 'integer',
          minimum: 1,
          maximum: 9007199254740991,
        },
        end_line: {
          description: 'Last line.',
          type: 'integer',
          minimum: 1,
          maximum: 9007199254740991,
        },
        symbol: {
          description: 'Function, class, method ("Parser.next") or Markdown heading to read.',
          type: 'string',
        },
      },
      required: ['path'],
    },
  },
  {
    name: 'outline_file',
    title: 'Outline File',
    description:
      'Lists the classes, functions and methods of a file, or the headings of a Markdown file, with their lines.',
    risk: 'read',
    inputSchema: {
      type: 'object',
      properties: {
        path: {
          type: 'string',
          minLength: 1,
          description: 'File, relative to the workspace.',
        },
      },
      required: ['path'],
    },
  },
  {
    name: 'edit_file',
    title: 'Edit File',
    description:
      'Changes a file: each old_text is replaced by new_text. old_text must stand in the file exactly once, with its spaces, without line numbers. Read the file first.',
    risk: 'write',
    inputSchema: {
      type: 'object',
      properties: {
        path: {
          type: 'string',
          minLength: 1,
          description: 'File, relative to the workspace.',
        },
        edits: {
          minItems: 1,
          maxItems: 100,
          type: 'array',
          items: {
            type: 'object',
            properties: {
              old_text: {
                type: 'string',
                description: 'Text in the file, some whole lines.',
              },
              new_text: {
                type: 'string',
                description: 'What stands there afterwards.',
              },
              replace_all: {
                description: 'Replace every occurrence.',
                type: 'boolean',
              },
            },
            required: ['old_text', 'new_text'],
          },
          description: 'Changes, made one after another.',
        },
      },
      required: ['path', 'edits'],
    },
  },
  {
    name: 'create_file',
    title: 'Create File',
    description: 'Makes a new file with a text. Fails when it exists.',
    risk: 'write',
    inputSchema: {
      type: 'object',
      properties: {
        path: {
          type: 'string',
          minLength: 1,
          description: 'File, relative to the workspace.',
        },
        text: {
          type: 'string',
          description: 'The whole text of the file.',
        },
      },
      required: ['path', 'text'],
    },
  },
  {
    name: 'delete_file',
    title: 'Delete File',
    description: 'Deletes a text file.',
    risk: 'write',
    inputSchema: {
      type: 'object',
      properties: {
        path: {
          type: 'string',
          minLength: 1,
          description: 'File, relative to the workspace.',
        },
      },
      required: ['path'],
    },
  },
  {
    name: 'get_diagnostics',
    title: 'Get Diagnostics',
    description: 'Errors and warnings of compilers and linters that the editor shows, for some files or all.',
    risk: 'read',
    inputSchema: {
      type: 'object',
      properties: {
        paths: {
          description: 'Files, relative to the workspace. Default: all.',
          maxItems: 50,
          type: 'array',
          items: {
            type: 'string',
          },
        },
      },
    },
  },
  {
    name: 'git_status',
    title: 'Git Status',
    description: 'The branch, and files that are changed, staged or new.',
    risk: 'read',
    inputSchema: {
      type: 'object',
      properties: {},
    },
  },
  {
    name: 'git_diff',
    title: 'Git Diff',
    description: 'What is changed since the last commit, or between revisions, as a unified diff.',
    risk: 'read',
    inputSchema: {
      type: 'object',
      properties: {
        path: {
          description: 'File or folder, relative to the workspace. Default: all.',
          type: 'string',
        },
        staged: {
          description: 'Only what is staged for the next commit.',
          type: 'boolean',
        },
        from: {
          description: 'Revision to compare with, like main or HEAD~2. Default: HEAD.',
          type: 'string',
        },
        to: {
          description: 'Revision to compare. Default: the files as they are.',
          type: 'string',
        },
        summary: {
          description: 'Only which files, and how many lines.',
          type: 'boolean',
        },
      },
    },
  },
  {
    name: 'git_log',
    title: 'Git Log',
    description: 'The latest commits: hash, date, author, subject.',
    risk: 'read',
    inputSchema: {
      type: 'object',
      properties: {
        path: {
          description: 'File or folder, relative to the workspace. Default: all.',
          type: 'string',
        },
        limit: {
          description: 'Commits at most. Default 20.',
          type: 'integer',
          minimum: 1,
          maximum: 200,
        },
        revision: {
          description: 'Branch, tag or range, like main or v1..HEAD. Default: HEAD.',
          type: 'string',
        },
        text: {
          description: 'Only commits whose message has this text.',
          type: 'string',
          maxLength: 200,
        },
      },
    },
  },
  {
    name: 'git_show',
    title: 'Git Show',
    description: 'One commit: its message and what it changed.',
    risk: 'read',
    inputSchema: {
      type: 'object',
      properties: {
        revision: {
          type: 'string',
          minLength: 1,
          description: 'Hash, branch or tag.',
        },
        path: {
          description: 'File or folder, relative to the workspace. Default: all.',
          type: 'string',
        },
        summary: {
          description: 'Only which files, and how many lines.',
          type: 'boolean',
        },
      },
      required: ['revision'],
    },
  },
  {
    name: 'run_command',
    title: 'Run Command',
    description:
      'Runs a shell command (sh) in a sandbox over a copy of the workspace and returns its output and exit status. There is no network. Files that it changes stay in the copy; the result lists them, and apply_command_changes takes them over.',
    risk: 'execute',
    inputSchema: {
      type: 'object',
      properties: {
        command: {
          type: 'string',
          description: 'A line for sh, e.g. `npx tsc --noEmit`.',
        },
        folder: {
          type: 'string',
          description: 'Folder of the workspace to run in, relative; default: its root.',
        },
        timeout_seconds: {
          type: 'integer',
          minimum: 1,
          maximum: 600,
          description: 'Ended after so many seconds.',
          default: 60,
        },
      },
      required: ['command'],
      additionalProperties: false,
    },
  },
  {
    name: 'apply_command_changes',
    title: 'Take Over Changes of a Command',
    description:
      'Takes over into the workspace what an earlier run_command, run_tests or run_task changed in its copy.',
    risk: 'write',
    inputSchema: {
      type: 'object',
      properties: {
        id: {
          type: 'string',
          description: 'As the result of the command names them, e.g. changes-1.',
        },
        paths: {
          type: 'array',
          items: {
            type: 'string',
          },
          description: 'Only these files; default: all.',
        },
      },
      required: ['id'],
      additionalProperties: false,
    },
  },
] as const;
