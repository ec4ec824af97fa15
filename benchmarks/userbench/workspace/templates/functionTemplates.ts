/** Wishes for a new function: a helper, a check of input, a serialiser, a setting. */
import { inCase } from '../code/words';
import { attempts, commandLineFlag, serialiser, validation } from './features/aboutFunction';
import { helpers } from './features/helpers';
import { functionTemplate } from './functionTemplate';
import { pick, wordOf } from './wording';
import type { Template } from './types';

const everything = ['placement', 'api', 'errors', 'tests', 'naming', 'docs', 'defaults'] as const;

const writeHelper = functionTemplate('write-helper', everything, (place, random) => {
  const feature = helpers[random(helpers.length)]!;
  const [first, second] = feature.nouns;
  return {
    feature,
    title: `A ${first} ${second} for ${place.function}`,
    openingMessage: pick(random, [
      `I was in \`${place.module}\` around \`${place.function}\` and missed something that ${feature.does}. Could you add that? It should have “${first} ${second}” in its name.`,
      `Around \`${place.function}\` (\`${place.module}\`) we keep writing the same few lines by hand. Give us a ${first} ${second} function: it ${feature.does}.`,
      `Small wish for \`${place.module}\`: a ${first} ${second} thing that ${feature.does}. \`${place.function}\` would be its first user, I will wire it in myself.`,
    ]),
  };
});

const addValidation = functionTemplate('add-validation', everything, (place, random) => {
  const word = wordOf(place);
  if (word === undefined) return undefined;
  return {
    feature: validation(word),
    title: `Check what ${place.function} is given`,
    openingMessage: pick(random, [
      `\`${place.function}\` in \`${place.module}\` swallows any text it is given. I would like a “${word} input” check to call before it: it should look at the text and hand it back trimmed, and no endless ones please.`,
      `People paste all sorts of things into \`${place.function}\` (\`${place.module}\`). Add something with “${word} input” in its name that checks such a text, gives it back without blanks around it, and cuts what is far too long.`,
    ]),
  };
});

const addSerialiser = functionTemplate('add-serialiser', everything, (place, random) => {
  const word = wordOf(place);
  if (word === undefined) return undefined;
  return {
    feature: serialiser(word),
    title: `Records of ${place.function} as lines`,
    openingMessage: pick(random, [
      `I want to write down what \`${place.function}\` (\`${place.module}\`) worked with, as sorted lines of name=value. Make me a “${word} record” function for flat records, and mind that some of them are huge.`,
      `For a log next to \`${place.module}\` I need flat records as text: one name=value a line, sorted. Call it something with “${word} record”; \`${place.function}\` is where I will use it.`,
    ]),
  };
});

const addConfigOption = functionTemplate(
  'add-config-option',
  ['defaults', 'naming', 'errors', 'docs', 'tests', 'placement', 'api'],
  (place, random) => {
    const word = wordOf(place);
    if (word === undefined) return undefined;
    return {
      feature: attempts(word),
      title: `A budget of attempts for ${place.function}`,
      openingMessage: pick(random, [
        `\`${place.function}\` in \`${place.module}\` will be tried again when it fails. Please add the setting for how many attempts that may take, with a default, as a “${word} budget” function: it takes the number somebody wishes for and says what they get.`,
        `We need a knob for the number of attempts around \`${place.function}\` (\`${place.module}\`). A “${word} budget” function that takes a wish and keeps it within the limit would do, with a sensible default.`,
      ]),
    };
  },
);

const flagForms = ['kebab', 'camel', 'snake'] as const;

const addCliFlag = functionTemplate(
  'add-cli-flag',
  everything,
  (place, random) => {
    const word = wordOf(place);
    if (word === undefined) return undefined;
    const flag = [word, 'level'];
    const long = (form: (typeof flagForms)[number]) => `--${inCase(flag, form)}`;
    const letter = word.charAt(0);
    return {
      flag,
      feature: (design) => {
        const form = flagForms.find((each) => each === design['flag-form']) ?? 'kebab';
        const short = { lower: `-${letter}`, upper: `-${letter.toUpperCase()}` }[design['flag-short'] ?? ''];
        return commandLineFlag(word, { long: long(form), short });
      },
      tries: flagForms.map((form) => ({ good: `["${long(form)}", "1"]`, bad: `["${long(form)}", "x"]` })),
      title: `A flag for ${place.function}`,
      openingMessage: pick(random, [
        `People start us from a command line, and \`${place.function}\` (\`${place.module}\`) should be told there how far to go. Please write a “${word} flag” function that takes the words of a command line and gives the number behind the flag “${word} level”; 0 when it is not there, and never more than a limit. I will wire it in.`,
        `We need a flag “${word} level” for \`${place.function}\` in \`${place.module}\`. A function with “${word} flag” in its name, please: list of words in, the flag's number out, 0 without the flag, and capped at a limit.`,
      ]),
    };
  },
  ['flag-form', 'flag-short'],
);

export const functionTemplates: readonly Template[] = [
  writeHelper,
  addValidation,
  addSerialiser,
  addConfigOption,
  addCliFlag,
];
