/** How the user by rules speaks: the same content, as each persona would put it. */
import type { Persona } from '../personas';

/** How much is said at once, and in which words. */
export interface Manner {
  readonly first: (text: string) => string;
  readonly next: (text: string) => string;
  readonly tell: (facts: string) => string;
  readonly remind: (facts: string) => string;
  readonly tool: (name: string) => string;
  readonly nothing: string;
  /** Whether somebody who asks without naming anything is told one value, or all that there are. */
  readonly oneAtATime: boolean;
}

const plain: Manner = {
  first: (text) => `Please do this for me.\n${text}`,
  next: (text) => `Thank you. Next:\n${text}`,
  tell: (facts) => `Here it is: ${facts}.`,
  remind: (facts) => `I see that I did not tell you everything: ${facts}. Please go on with that.`,
  tool: (name) => `You have the tool ${name} from now on. Please go on.`,
  nothing: 'I have told you all that I know. Do it with that.',
  oneAtATime: false,
};

const manners: readonly (readonly [RegExp, Manner])[] = [
  [
    /terse|brief|short|direct/i,
    {
      ...plain,
      first: (text) => text,
      next: (text) => text,
      tell: (facts) => `${facts}.`,
      remind: (facts) => `Missing: ${facts}.`,
      tool: (name) => `${name} is available now. Go on.`,
      nothing: 'That is all. Do it.',
    },
  ],
  [
    /casual|friendly|informal/i,
    {
      ...plain,
      first: (text) => `Hi! I am not sure how this works, but could you do this?\n${text}`,
      next: (text) => `Great! And now this one:\n${text}`,
      tell: (facts) => `Oh, sure, ${facts}.`,
      remind: (facts) => `Oops, I forgot to say: ${facts}. Does that help?`,
      tool: (name) => `Somebody has switched the tool ${name} on for you. Try again, please!`,
      nothing: 'I am afraid that I do not know more. Please just try.',
      oneAtATime: true,
    },
  ],
  [
    /simple|non-native|broken/i,
    {
      ...plain,
      first: (text) => `Hello. I need help with this.\n${text}`,
      next: (text) => `Good. Now I need this.\n${text}`,
      tell: (facts) => `Yes. It is: ${facts}.`,
      remind: (facts) => `Sorry, I not say before: ${facts}. Now you can do.`,
      tool: (name) => `Now there is tool ${name}. You can use.`,
      nothing: 'I not know more. Please do.',
      oneAtATime: true,
    },
  ],
];

export const mannerOf = ({ communication_style: style, expertise_level: level }: Persona): Manner =>
  manners.find(([words]) => words.test(style))?.[1] ?? (level === 'novice' ? { ...plain, oneAtATime: true } : plain);

export const messageText = (persona: Persona, text: string, isFirst: boolean): string =>
  isFirst ? mannerOf(persona).first(text) : mannerOf(persona).next(text);
