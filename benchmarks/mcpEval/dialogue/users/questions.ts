/** What of a text asks the user for something: sentences with a question mark, and those that order or miss something. */
const asking =
  /^\s*(please|could you|can you|would you|may i|kindly|let me know|tell me|i (need|require|would need|am missing|'m missing)|which|what|where|who|whom|when|how)\b|\b(please (provide|give|tell|specify|share|confirm|clarify|name|say|let me know)|need(ed)? (to know|from you|more|the)|is missing|are missing|missing|not (given|provided|specified)|did not (say|specify|provide)|didn't (say|specify|provide))\b/i;
/** Politeness at the end of an answer asks for nothing. */
const polite =
  /\b(anything else|any ?thing more|further (help|questions|assistance)|else (i can|can i)|help you with|assist you|need more help|other (questions|requests)|more you need|let me know if you)\b/i;

export function questionsIn(text: string): readonly string[] {
  return sentences(text).filter((each) => (each.includes('?') || asking.test(each)) && !polite.test(each));
}

/** Whether a question is about an argument: it has its name, or the words of it. */
export function asksFor(question: string, argument: string): boolean {
  const plain = question.toLowerCase();
  if (plain.includes(argument.toLowerCase())) return true;
  const words = argument
    .split(/[^A-Za-z0-9]+|(?<=[a-z0-9])(?=[A-Z])/)
    .map((word) => word.toLowerCase())
    .filter((word) => word.length > 2);
  return words.length > 0 && words.every((word) => new RegExp(`\\b${word}`, 'u').test(plain));
}

/** Huge texts are looked through at both ends. */
const END = 5_000;

function sentences(text: string): readonly string[] {
  const seen = text.length > 2 * END ? `${text.slice(0, END)}\n${text.slice(-END)}` : text;
  return seen.split(/(?<=[.?!:])\s+|\n+/).filter((each) => each.trim() !== '');
}
