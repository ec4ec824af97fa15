/** Which sentences of an utterance ask something. */

/** How questions begin, also those without a question mark. */
const OPENING =
  /^(?:so|and|or|but|also|again|then|okay|ok|hm|well|please|once more|just)?[\s,:-]*(?:what|which|where|when|how|who|why|whether|should|shall|do|does|did|is|are|am|can|could|may|might|would|will|must|any|anything|has|have you)\b/i;

/** Requests and guesses that the user is to put right: questions by other means. */
const REQUEST =
  /\b(?:tell me|let me know|please (?:list|describe|name|say|tell|share|specify|confirm|state)|describe (?:what|your)|list (?:all|your)|correct me|unless you|if you (?:object|disagree)|i(?: a|')?m? ?assum(?:e|ing)|i(?:'ll| will) assume|i wonder|i(?:'d| would) like to know|need to know)\b/i;

/** Sentences and lines of the text that ask something, in order. */
export function questionsOf(text: string): string[] {
  const sentences = text.split(/(?<=[?!.])(?=\s|$)|\n+|;\s/u).map((each) => each.replace(/^[\s*•\-\d.)]+/u, '').trim());
  return sentences.filter((sentence, index) => asks(sentence, sentences[index + 1])).flatMap(parts);
}

function asks(sentence: string, next: string | undefined): boolean {
  if (sentence === '') return false;
  if (sentence.endsWith('?') || OPENING.test(sentence) || REQUEST.test(sentence)) return true;
  // "I plan to drop it. OK?"
  return (
    next !== undefined &&
    /^(?:ok|okay|right|fine|agreed|good|correct|is (?:that|this) (?:ok|okay|fine))\W*$/i.test(next)
  );
}

/** "… , and should the tests …": two questions in one sentence. */
function parts(sentence: string): string[] {
  return sentence.split(/[,;]?\s+and\s+(?=(?:should|which|what|where|how|do|does|is|are|can|may|would|shall)\b)/i);
}
