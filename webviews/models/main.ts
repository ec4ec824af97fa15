/** Entry of the "Models" page, bundled to dist/webviews/models.js and models.css. */
import { isTableState } from '../shared/filteredTable';
import { contentNotice } from '../shared/contentNotice';
import { PanelConnection } from '../shared/vsCodeApi';
import './models.css';
import { ModelsView } from './modelsView';
import type {
  ModelsContent,
  ModelsMessageToExtension,
  ModelsMessageToPage,
  ModelsPageState,
  ModelsStrings,
} from './protocol';

const panel = new PanelConnection<{
  incoming: ModelsMessageToPage;
  outgoing: ModelsMessageToExtension;
  state: ModelsPageState;
}>();
let view: ModelsView | undefined;
/** What came before there was a table to show it on. */
let waiting: ((view: ModelsView) => void)[] = [];

panel.onMessage((message) => {
  switch (message.type) {
    case 'state':
      show(message.content, message.strings, message.locale);
      break;
    case 'changed':
      view?.update(message.models);
      break;
    case 'licence':
      whenThere((shown) => shown.showLicence(message.licence));
      break;
    case 'reveal':
      whenThere((shown) => shown.reveal(message.model));
      break;
  }
});
panel.send({ type: 'ready' });

function show(content: ModelsContent, strings: ModelsStrings, locale: string): void {
  if (content.kind === 'ready') {
    if (!view) {
      view = new ModelsView({
        strings,
        locale,
        state: panel.loadState(isTableState),
        send: (outgoing) => panel.send(outgoing),
        saveState: (state) => panel.saveState(state),
      });
      document.body.replaceChildren(view.element);
    }
    view.replace(content.models, content.localOnly);
    for (const act of waiting.splice(0)) act(view);
    return;
  }
  view = undefined;
  document.body.replaceChildren(
    contentNotice(content, strings, {
      onLoading: () => panel.send({ type: 'showLog' }),
      onFailed: () => panel.send({ type: 'refresh' }),
    }),
  );
}

function whenThere(act: (view: ModelsView) => void): void {
  if (view) act(view);
  else waiting = [...waiting, act];
}
