/** Entry of the "Tool Library" page, bundled to dist/webviews/toolLibrary.js and toolLibrary.css. */
import { notice } from '../shared/notice';
import { PanelConnection } from '../shared/vsCodeApi';
import { LibraryView } from './libraryView';
import { isPageState } from './pageState';
import type {
  LibraryContent,
  LibraryMessageToExtension,
  LibraryMessageToPage,
  LibraryPageState,
  LibraryStrings,
} from './protocol';
import './toolLibrary.css';

const panel = new PanelConnection<{
  incoming: LibraryMessageToPage;
  outgoing: LibraryMessageToExtension;
  state: LibraryPageState;
}>();
let view: LibraryView | undefined;
/** A group that is to be shown when there is something to show. */
let wanted: string | undefined;

panel.onMessage((message) => {
  switch (message.type) {
    case 'state':
      show(message.content, message.strings, message.locale);
      break;
    case 'reveal':
      wanted = message.group;
      reveal();
      break;
    case 'group':
      view?.showGroup(message.detail);
      break;
    case 'progress':
      view?.progress(message.progress);
      break;
    case 'problem':
      view?.fail(message.problem);
      break;
  }
});
panel.send({ type: 'ready' });

function reveal(): void {
  if (view === undefined || wanted === undefined) return;
  const group = wanted;
  wanted = undefined;
  view.reveal(group);
}

function show(content: LibraryContent, strings: LibraryStrings, locale: string): void {
  if (content.kind === 'ready') {
    if (view === undefined) {
      view = new LibraryView({
        ...{ strings, locale, state: panel.loadState(isPageState) },
        send: (message) => panel.send(message),
        saveState: (state) => panel.saveState(state),
      });
      document.title = strings.title;
      document.body.replaceChildren(view.element);
    }
    view.update(content.data);
    reveal();
    return;
  }
  view = undefined;
  document.body.replaceChildren(
    content.kind === 'loading'
      ? notice({
          ...{ title: strings.loadingTitle, text: strings.loadingText, action: strings.acts.showLog },
          onAction: () => panel.send({ type: 'act', act: 'showLog' }),
        })
      : notice({
          ...{ title: strings.failedTitle, text: `${content.problem.message} ${content.problem.action}`, alert: true },
          ...{ action: strings.tryAgain, onAction: () => panel.send({ type: 'act', act: 'refresh' }) },
        }),
  );
}
