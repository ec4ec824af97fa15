import type { JudgedPreference, UtteranceToJudge } from '../types';
import { aspectWords, soughtFor } from './soughtTerms';
import { holds, sentencesOf, type Sentence } from './words';

/**
 * Whether a text can have asked for a preference at all, whatever a judge was talked into: one of its questions has a word of the preference or of its
 * topic; or it names the preference's aspect, and the text is made of nothing but questions and speaks of no entry of the list that only judges see.
 * Words alone buy nothing without a question that has them, and a question about the preference is what a reveal is for.
 */
export function canAskFor(question: UtteranceToJudge, id: string): boolean {
  const { utterance, preferences, aspects } = question;
  const preference = preferences.find((each) => each.id === id);
  if (preference === undefined) return false;
  const sentences = sentencesOf(utterance);
  const asked = sentences.filter(({ isQuestion }) => isQuestion);
  const sought = soughtFor(preference, aspects);
  if (asked.some(({ words }) => sought.some((each) => holds(words, each.words)))) return true;
  return sentences.every(isPlainQuestion(question)) && asked.some(names(preference, question));
}

function names({ aspect }: JudgedPreference, { aspects }: UtteranceToJudge): (sentence: Sentence) => boolean {
  const own = aspects.filter(({ key }) => key === aspect).flatMap(aspectWords);
  return ({ words }) => own.some((name) => holds(words, name));
}

/** The assistant never sees ids, and has no numbers to say to whoever listens. */
function isPlainQuestion({ preferences }: UtteranceToJudge): (sentence: Sentence) => boolean {
  const ids = preferences.map(({ id }) => ` ${id.toLowerCase()} `);
  return ({ words, isQuestion }) => isQuestion && !ids.some((id) => holds(words, id));
}
