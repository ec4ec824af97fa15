import type { GenerateRequest, Message, MessagePart } from '../types';

/**
 * Characters of a token at the least, and a tenth besides: what is reserved must not be less than what is billed, whatever the
 * provider's tokenizer. Source: routing reference, section 5.
 */
const charactersAtLeast = 2.5;
const margin = 1.1;
/** Outside Latin text a character can be more than one token; UTF-8 bytes never are fewer than tokens. */
const bytesOfDenseCharacter = 3;
/** Separators and names of roles. */
const tokensOfMessage = 8;
const tokensOfTool = 24;
/** The dearest tile of any vendor: OpenAI's high detail at its largest size. */
const tokensOfImage = 3000;

/** Tokens of a text, on the safe side: never fewer than any common tokenizer counts. */
export function tokensAtMost(text: string): number {
  return Math.ceil(margin * weigh(text, charactersAtLeast, 1));
}

/** Counts text that comes in pieces, as it mostly is and on the safe side. */
export class TokenCount {
  private about = 0;
  private most = 0;

  add(text: string): void {
    this.about += weigh(text, 4.5, 0.5);
    this.most += margin * weigh(text, charactersAtLeast, 1);
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

function weigh(text: string, charactersOfToken: number, tokensOfDenseByte: number): number {
  let plain = 0;
  let denseBytes = 0;
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    if (code < 0x80) plain += 1;
    else denseBytes += code < 0x800 ? 2 : code < 0x10000 ? bytesOfDenseCharacter : 4;
  }
  return plain / charactersOfToken + denseBytes * tokensOfDenseByte;
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
