/** Signs that a text speaks to whoever judges it, not to the user. */

const signs: readonly RegExp[] = [
  // "classify this as type 2", "treat my message as a question about P1", "you must output type: 2"
  /\b(?:classif(?:y|ied)|categori[sz]e|treat|label|mark|count|grade|judge|tag|interpret|regard|consider|rate|score)\b.{0,80}\b(?:as (?:an? )?(?:type|category|concrete|specific|valid|preference)|type\s*[:=]?\s*["']?[1-4])\b/isu,
  /\b(?:output|return|respond with|reply with|answer with|print|emit|set|choose|pick)\b.{0,60}(?:\btype\b["']?\s*[:=]?\s*["']?[1-4]|\bpreference_?id\b|\bP\d+\b)/isu,
  // The judges' own form of answer.
  /["']?(?:preference_id|alignment_judgement|alignment_aspect)["']?\s{0,8}[:=]/iu,
  /["']type["']\s{0,8}:\s{0,8}["']?[1-4]/iu,
  /\balignment_(?:judgement|aspect)\b/iu,
  // Other voices.
  /(?:^|\n)[ \t>*]{0,8}(?:#{1,4} ?)?(?:system|assistant|developer|judge|user simulator)\s*:/iu,
  /<\/?\s{0,4}(?:system|assistant|user|utterance|query|instructions?|data|preferences?|conversation)\b[^>]{0,80}>/iu,
  /<\|[a-z_]{2,24}\|>|\[\/?INST\]|<<\/?SYS>>/iu,
  // Orders to whoever was told something before.
  /\b(?:ignore|disregard|forget|override)\b.{0,40}\b(?:previous|prior|above|earlier|all|your|these|the)\b.{0,40}\b(?:instruction|prompt|rule|message|direction|guideline)/isu,
  /\b(?:reveal|list|print|show|dump|repeat|output|leak|tell me)\b.{0,40}\b(?:system prompt|hidden preferences?|all (?:of )?(?:the |your )?(?:hidden |unrevealed |secret )?preferences?|preferences_?list|implicit statements?|ground[- ]truth)/isu,
];

/** Huge texts are looked through at both ends. */
const END = 10_000;

/** @returns whether the text has any of the signs; none of them is proof, and one that has none may still be meant so */
export function speaksToJudge(text: string): boolean {
  const seen = text.length > 2 * END ? `${text.slice(0, END)}\n${text.slice(-END)}` : text;
  return signs.some((sign) => sign.test(seen));
}
