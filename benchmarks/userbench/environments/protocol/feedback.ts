/** What environments say to the model, in our own words. Kinds (`feedbackCode`) are those of the golden files. */

/** What the user says without a model or rules behind it. */
export const userSentences = {
  noSuchPreference:
    'I have no wish about that, or I have told you already. Ask me about something else, as specific as that.',
  tooVague: 'That is too broad for me to answer. Ask about one concrete thing of one part of the plan.',
  apology: 'Sorry, I lost my thread and cannot answer that now. Please try again.',
} as const;

export const searchSentences = {
  found: 'The search matches what the user asked for.',
  repeat: (aspect: string) =>
    `The search is right, but its results for ${aspect} were shown before. Look them up there; they do not change.`,
  mismatch:
    'The search does not fit what the user needs: something is missing, wrong, or more than one thing is asked for. Search for one aspect at a time, with exactly the facts that the user gave.',
  unrelated:
    'The search has nothing to do with what the user needs. Search for one of the aspects that the user named.',
  unavailable: 'The search is out of order at the moment. Try again.',
} as const;

export const answerSentences = {
  multiple: 'Several options were named at once. Name one option only.',
  badId: (example: string) =>
    `This is not the id of an option. Ids are a capital letter and a number, e.g. ${example}.`,
  closed: (letter: string) =>
    `An option with ${letter} was answered already, and one per aspect is allowed. Go on with the others.`,
  best: 'The best option is among what you named.',
  bestAndWrong: 'The best option is among what you named, and wrong ones are too.',
  correct: 'What you named satisfies the user, but a better option exists.',
  correctAndWrong: 'Some of what you named satisfies the user, though a better option exists, and some is wrong.',
  wrong: 'What you named does not satisfy the user.',
  single: 'The answer is recorded; this aspect is closed. Go on with the others.',
  several: 'The answer is recorded; do not name it again. Go on.',
} as const;

export const stepSentences = {
  badPrefix: 'This cannot be read. Begin with [search], [action], [answer] or [finish].',
  end: (elicited: number, total: number) => `This is the end. ${elicited} of ${total} preferences were revealed.`,
} as const;
