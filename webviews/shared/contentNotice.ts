import { notice } from './notice';

export interface ContentNoticeStrings {
  readonly loadingTitle: string;
  readonly loadingText: string;
  readonly loadingAction: string;
  readonly failedTitle: string;
  readonly failedAction: string;
}

export interface ContentNoticeActions {
  readonly onLoading: () => void;
  readonly onFailed: () => void;
}

/** What stands in the place of a page that has no content yet, or got none; one action each. */
export function contentNotice(
  content:
    | { readonly kind: 'loading' }
    | { readonly kind: 'failed'; readonly problem: { readonly message: string; readonly action: string } },
  strings: ContentNoticeStrings,
  { onLoading, onFailed }: ContentNoticeActions,
): HTMLElement {
  return content.kind === 'loading'
    ? notice({
        title: strings.loadingTitle,
        text: strings.loadingText,
        action: strings.loadingAction,
        onAction: onLoading,
      })
    : notice({
        title: strings.failedTitle,
        text: `${content.problem.message} ${content.problem.action}`,
        action: strings.failedAction,
        onAction: onFailed,
        alert: true,
      });
}
