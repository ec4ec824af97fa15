import type { GenerateRequest, Message, MessagePart } from '../types';

/**
 * Tokens of a character at the most, and a tenth besides: what is reserved must not be less than what is billed, whatever the
 * provider's tokenizer. Source: routing reference, section 5 (2.5 characters a token); beyond it digits, which many
 * tokenizers split one by one, and capitals and signs, of which keys and base64 consist.
 */
const atMost = { plain: 1 / 2.5, capital: 1 / 1.5, digit: 1, denseByte: 1 } as const;
/** As text mostly is: English and code. */
const mostly = { plain: 1 / 4.5, capital: 1 / 4.5, digit: 1 / 3, denseByte: 0.5 } as const;
const margin = 1.1;
/** Separators and names of roles. */
const tokensOfMessage = 8;
const tokensOfTool = 24;
/** The dearest tile of any vendor: OpenAI's high detail at its largest size. */
const tokensOfImage = 3000;

/** Tokens of a text, on the safe side: never fewer than any common tokenizer counts. */
export function tokensAtMost(text: string): number {
  return Math.ceil(margin * weigh(text, atMost));
}

/** Counts text that comes in pieces, as it mostly is and on the safe side. */
export class TokenCount {
  private about = 0;
  private most = 0;

  add(text: string): void {
    this.about += weigh(text, mostly);
    this.most += margin * weigh(text, atMost);
  }

  /** Where stopping too early would be wrong as well. */
  get tokensAbout(): number {
    return Math.ceil(this.about);
  }

  get tokensAtMost(): number {
    return Math.ceil(this.most);
  }
}

/** Of tokens that were counted on the safe side, how many there mostly are. */
export const aboutOf = (tokensAtMost: number): number => Math.ceil(tokensAtMost / 2);

/** By the bytes of its UTF-8: outside Latin text a character can be more than one token, but never more than it has bytes. */
function weigh(text: string, weights: typeof atMost | typeof mostly): number {
  let sum = 0;
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    if (code >= 0x80) {
      // Halves of a pair have two of its four bytes each.
      sum += (code < 0x800 || (code >= 0xd800 && code < 0xe000) ? 2 : 3) * weights.denseByte;
    } else if (code >= 0x30 && code <= 0x39) {
      sum += weights.digit;
    } else {
      sum += (code >= 0x61 && code <= 0x7a) || code <= 0x20 ? weights.plain : weights.capital;
    }
  }
  return sum;
}

/** Tokens of all that is sent, on the safe side. */
export function inputTokensAtMost(request: GenerateRequest): number {
  const messages = request.messages.reduce((sum, message) => sum + messageTokens(message), tokensOfMessage);
  const tools = (request.tools ?? []).reduce(
    (sum, tool) => sum + tokensOfTool + tokensAtMost(tool.name + tool.description + JSON.stringify(tool.inputSchema)),
    0,
  );
  const schema =
    request.output?.kind === 'json' && request.output.schema ? tokensAtMost(JSON.stringify(request.output.schema)) : 0;
  // Some vendors put an instruction about tools before them.
  return messages + schema + (tools > 0 ? tools + 400 : 0);
}

function messageTokens({ content }: Message): number {
  return content.reduce((sum, part) => sum + partTokens(part), tokensOfMessage);
}

function partTokens(part: MessagePart): number {
  switch (part.type) {
    case 'text':
    case 'reasoning':
      return tokensAtMost(part.text);
    case 'image':
      return tokensOfImage;
    case 'tool-call':
      return tokensOfMessage + tokensAtMost(part.name + JSON.stringify(part.input));
    case 'tool-result':
      return (
        tokensOfMessage + tokensAtMost(typeof part.output === 'string' ? part.output : JSON.stringify(part.output))
      );
  }
}
