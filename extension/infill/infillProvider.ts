import { randomUUID } from 'node:crypto';
import * as vscode from 'vscode';
import type { InfillExtent, InfillResult, InfillSuggestion, ModelInfo } from '../../runtime/protocol';
import { commandReference } from '../contributions/commandRegistry';
import { readSetting } from '../contributions/configuration';
import type { ContextBuilder } from './context/contextBuilder';
import { cursorText, linesOf, nearestText, toDocumentEol } from './documentText';
import { chooseExtent } from './extentChoice';
import type { ModelRequests } from './modelRequests';
import type { OfferTracker } from './offerTracker';
import type { ActivityEntry } from './outcome';
import type { Remainder } from './remainderCache';
import { RemainderCache } from './remainderCache';
import { copyReach } from './sources/copyReach';
import type { Spot } from './spot';
import { spotOf } from './spot';
import { cutSuffixOverlap } from './suffixOverlap';
import { likelyOnes, remainderChance } from './suggestionChance';
import type { ChanceStore } from './suggestionChanceStore';
import type { SuggestionWatch } from './suggestionChanceWatch';
import type { Silence, SuggestionGate } from './suggestionGate';
import type { TypingCadence } from './typingCadence';

/** New tokens at most. */
const maxTokens: Readonly<Record<InfillExtent, number>> = { line: 64, block: 96 };
/** Tokens at least this likely are accepted together, in one pass. */
const threshold = 0.9;
/**
 * What the index of the repository may take from a key press on, milliseconds. Automatic suggestions wait longer anyway, until the hands
 * rest; one on demand waits at most so long.
 */
const prepareMs = 20;
/** After these people look up: no need to wait for the rest of a word. */
const boundary = /(^|[\s([{.,:=])$/;

export interface ProviderParts {
  readonly gate: SuggestionGate;
  readonly requests: ModelRequests;
  readonly context: ContextBuilder;
  readonly cadence: TypingCadence;
  readonly tracker: OfferTracker;
  readonly chances: ChanceStore;
  readonly watch: SuggestionWatch;
  /** VS Code has asked by itself, so it is not snoozed. */
  readonly onAutomatic: () => void;
  readonly onSilence: (document: vscode.TextDocument, silence: Silence | undefined) => void;
  readonly onModel: (loading: boolean) => void;
  readonly onWithheld: (withheld: Withheld) => void;
}

/** An answer that was too uncertain to be shown; told again for what is left of it. */
export interface Withheld {
  /** Id of the answer. */
  readonly answer: string;
  /** Of its best suggestion, 0..1. */
  readonly chance: number;
  /** The chance that was needed. */
  readonly minimum: number;
}

/** One answer of the model, kept while remainders of it are offered. */
interface Answer {
  readonly entry: ActivityEntry;
  readonly model: ModelInfo;
  /** Whether as many alternatives were asked for as people get on demand. */
  readonly complete: boolean;
  /** Whether it was on the screen: then it stays, whatever the chance of what is left of it. */
  shown: boolean;
}
type Cache = RemainderCache<Answer, InfillSuggestion>;

/** Suggestions while typing and on demand. */
export class InfillProvider implements vscode.InlineCompletionItemProvider {
  private readonly caches = new Map<string, Cache>();

  constructor(private readonly parts: ProviderParts) {}

  async provideInlineCompletionItems(
    document: vscode.TextDocument,
    position: vscode.Position,
    context: vscode.InlineCompletionContext,
    token: vscode.CancellationToken,
  ): Promise<vscode.InlineCompletionItem[] | undefined> {
    const onDemand = context.triggerKind === vscode.InlineCompletionTriggerKind.Invoke;
    if (!onDemand) this.parts.onAutomatic();
    const checked = this.parts.gate.check(document, onDemand);
    const silence = checked instanceof Promise ? await checked : checked;
    this.parts.onSilence(document, silence);
    if (silence || token.isCancellationRequested) return undefined;

    const spot = spotOf(document.validatePosition(position), context.selectedCompletionInfo);
    const cache = this.cacheOf(document);
    const found = cache.find(cursorText(document, spot));
    // One that was withheld is found here as well: while typing agrees with it, another call would only bring the same text again.
    if (found && (!onDemand || found.offer.complete)) {
      return this.offer(document, spot, found.offer, this.likely(document, found.offer, found.remainders, onDemand));
    }

    const prepared = this.prepare(document, spot);
    if (!onDemand && (this.parts.requests.paused || !(await this.rest(document, position, token)))) return undefined;
    await prepared;
    const answered = await this.ask(document, spot, onDemand, token);
    if (!answered) return undefined;
    // What is on the screen already stays first, so that asking for more does not make it jump.
    const kept = found?.remainders.map(whole) ?? [];
    const suggestions = distinct([...kept, ...answered.suggestions]);
    cache.put(answered.answer, answered.at, suggestions);
    if (isCancelled(token)) return undefined;
    const remainders = suggestions.map((suggestion) => ({ suggestion, text: suggestion.text, overtype: '' }));
    const [best] = suggestions;
    if (best) this.follow(document, spot, answered.answer, best);
    return this.offer(document, spot, answered.answer, this.likely(document, answered.answer, remainders, onDemand));
  }

  /** Forgets a closed document. */
  close(document: vscode.TextDocument): void {
    this.caches.delete(document.uri.toString());
    this.parts.requests.cancel(document.uri.toString());
  }

  /** Forgets all answers, e.g. because another model was chosen. */
  clear(): void {
    this.caches.clear();
  }

  /** Those that are likely enough to come by themselves; all of them on demand, or when they are on the screen already. */
  private likely(
    document: vscode.TextDocument,
    answer: Answer,
    remainders: readonly Remainder<InfillSuggestion>[],
    onDemand: boolean,
  ): readonly Remainder<InfillSuggestion>[] {
    if (onDemand || answer.shown) return remainders;
    const minimum = readSetting('whetstone.infill.minimumChance', document);
    const calibration = this.parts.chances.of(answer.model);
    const { likely, best } = likelyOnes(remainders, (chance) => calibration.correct(chance), minimum);
    if (likely.length === 0 && remainders.length > 0) {
      this.parts.onSilence(document, { kind: 'withheld', percent: Math.round(best * 100) });
      this.parts.onWithheld({ answer: answer.entry.id, chance: best, minimum });
    }
    return likely;
  }

  /** What is written there in the end tells how true the chance was, whether the suggestion was shown or not. */
  private follow(
    document: vscode.TextDocument,
    spot: Spot,
    { entry, model }: Answer,
    suggestion: InfillSuggestion,
  ): void {
    // After an item of a list that is only selected, nothing stands yet where the suggestion would begin.
    if (spot.selected !== '') return;
    const { text, chance } = suggestion;
    const ended = (kept: number): void => this.parts.chances.learn(model, chance, kept);
    const watched = { id: entry.id, document: document.uri.toString(), at: spot.end, text, ended };
    this.parts.watch.add(watched, linesOf(document));
  }

  /** Waits until the hands rest. @returns false when cancelled meanwhile */
  private async rest(
    document: vscode.TextDocument,
    position: vscode.Position,
    token: vscode.CancellationToken,
  ): Promise<boolean> {
    const { cadence } = this.parts;
    const before = document.lineAt(position.line).text.slice(0, position.character);
    const wait = cadence.wait(readSetting('whetstone.infill.delay', document), boundary.test(before.slice(-1)));
    const left = wait - Math.min(wait, cadence.sinceLastKey(performance.now()));
    if (left > 0) {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(done, left);
        const subscription = token.onCancellationRequested(done);
        function done(): void {
          clearTimeout(timer);
          subscription.dispose();
          resolve();
        }
      });
    }
    return !token.isCancellationRequested;
  }

  /** Done when pieces of other files are known, or after the time that they may take. */
  private async prepare(document: vscode.TextDocument, spot: Spot): Promise<void> {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const late = new Promise<void>((resolve) => (timer = setTimeout(resolve, prepareMs)));
    await Promise.race([this.parts.context.prepare(document, spot), late]);
    clearTimeout(timer);
  }

  private async ask(
    document: vscode.TextDocument,
    spot: Spot,
    onDemand: boolean,
    token: vscode.CancellationToken,
  ): Promise<
    { answer: Answer; suggestions: readonly InfillSuggestion[]; at: ReturnType<typeof cursorText> } | undefined
  > {
    const modelId = readSetting('whetstone.infill.model');
    const model = await this.model(modelId);
    // The document may have been closed or changed while the model was loaded; VS Code cancels then.
    if (!model || token.isCancellationRequested) return undefined;
    const { prefix, suffix, snippets } = this.parts.context.build(document, spot, model);
    const silence = this.parts.gate.checkText(document, prefix, suffix);
    this.parts.onSilence(document, silence);
    if (silence) return undefined;
    const extent = extentFor(document, spot, onDemand);
    const at = cursorText(document, spot);
    const nextLine = nearestText(document, spot.end.line, 1);
    const lineAfter = document.lineAt(spot.end.line).text.slice(spot.end.character);
    const result = await this.parts.requests.infill(
      {
        model: modelId,
        session: document.uri.toString(),
        languageId: document.languageId,
        prefix,
        suffix,
        snippets,
        extent,
        alternatives: onDemand ? readSetting('whetstone.infill.alternatives') : 1,
        maxTokens: maxTokens[extent],
        length: { kind: 'found' },
        threshold,
        copy: copyReach(document),
        seed: 0,
      },
      token,
    );
    if (!result) return undefined;
    const suggestions = result.suggestions
      .map((suggestion) => ({ ...suggestion, text: cutSuffixOverlap(suggestion.text, lineAfter, nextLine) }))
      .filter((suggestion) => suggestion.text.trim() !== '');
    const entry = entryOf(document, extent, result);
    return { answer: { entry, model, complete: onDemand, shown: false }, suggestions, at };
  }

  private async model(id: string): Promise<ModelInfo | undefined> {
    const known = this.parts.requests.knownModel(id);
    if (known) return known;
    this.parts.onModel(true);
    const model = await this.parts.requests.loadModel(id);
    this.parts.onModel(false);
    return model;
  }

  private offer(
    document: vscode.TextDocument,
    spot: Spot,
    answer: Answer,
    remainders: readonly Remainder<InfillSuggestion>[],
  ): vscode.InlineCompletionItem[] | undefined {
    if (remainders.length === 0) return undefined;
    answer.shown = true;
    const { entry } = answer;
    const uri = document.uri.toString();
    const texts = remainders.map(({ text }) => text);
    this.parts.tracker.offered({
      id: entry.id,
      document: uri,
      at: spot.end,
      texts,
      whole: { start: spot.start, texts: texts.map((text) => spot.selected + text) },
      entry,
    });
    return remainders.map(({ text, overtype }) => {
      const range = new vscode.Range(
        spot.start.line,
        spot.start.character,
        spot.end.line,
        spot.end.character + overtype.length,
      );
      const command = commandReference('whetstone.infill.accepted', vscode.l10n.t('Suggestion accepted'), {
        offer: entry.id,
        document: uri,
      });
      return new vscode.InlineCompletionItem(toDocumentEol(spot.selected + text, document), range, command);
    });
  }

  private cacheOf(document: vscode.TextDocument): Cache {
    const key = document.uri.toString();
    const cache = this.caches.get(key) ?? new RemainderCache<Answer, InfillSuggestion>();
    this.caches.set(key, cache);
    return cache;
  }
}

/** Asked anew each time: to the compiler a token that was not cancelled before never will be. */
function isCancelled(token: vscode.CancellationToken): boolean {
  return token.isCancellationRequested;
}

function extentFor(document: vscode.TextDocument, spot: Spot, onDemand: boolean): InfillExtent {
  return chooseExtent({
    lineBefore: document.lineAt(spot.start.line).text.slice(0, spot.start.character) + spot.selected,
    lineAfter: document.lineAt(spot.end.line).text.slice(spot.end.character),
    previousLine: nearestText(document, spot.start.line, -1),
    onDemand,
    setting: readSetting('whetstone.infill.extent', document),
  });
}

/** What is left of a suggestion, as a suggestion of its own. */
function whole({ suggestion, text }: Remainder<InfillSuggestion>): InfillSuggestion {
  return { ...suggestion, text, chance: remainderChance(suggestion.chance, text.length, suggestion.text.length) };
}

function distinct(suggestions: readonly InfillSuggestion[]): readonly InfillSuggestion[] {
  const seen = new Set<string>();
  return suggestions.filter(({ text }) => !seen.has(text) && seen.add(text));
}

function entryOf(document: vscode.TextDocument, extent: InfillExtent, result: InfillResult): ActivityEntry {
  return {
    id: randomUUID(),
    time: Date.now(),
    file: vscode.workspace.asRelativePath(document.uri),
    languageId: document.languageId,
    extent,
    model: result.model,
    ms: result.ms,
    forwardPasses: result.forwardPasses,
    tokens: result.suggestions[0]?.tokens ?? 0,
    contextTokens: result.contextTokens,
    contextReused: result.contextReused,
    outcome: 'shown',
  };
}
