import { choiceSetting, type Setting } from './settingKinds';

/** Settings of the tool library. They show and hide; what is run is asked about. */
export const toolLibrarySettings = {
  'whetstone.toolLibrary.duplicates': choiceSetting({
    choices: {
      afterUse: {
        label: 'After first use',
        text: 'In a workspace in which *Tool Library* has found tools once, or *Show Duplicate Functions* was run.',
      },
      always: { label: 'Always', text: 'In every trusted workspace. Its source files are read once in each window.' },
      off: { label: 'Off', text: 'Never.' },
    },
    default: 'afterUse',
    scope: 'window',
    text: 'Tell under the names of functions in open files (Python, TypeScript, JavaScript) which others they double. Nothing is run for it: results are compared only on the page *Tool Library*, after you agreed. Functions that are meant to differ are named by *Quick Fix*, and told of again by the command *Tell Again of Duplicate Functions*.',
  }),
} as const satisfies Record<string, Setting<unknown>>;
