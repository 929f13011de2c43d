import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { chooseLanguage } from './language';
import { revision } from './shown-language';

/** Elements in pages; while there are any, the page's language is watched. */
let following = 0;
let unwatch = (): void => undefined;

/** Draws an element anew when another language is shown. */
class LanguageFollower implements ReactiveController {
  private readonly host: ReactiveControllerHost;
  private unlisten = (): void => undefined;

  constructor(host: ReactiveControllerHost) {
    this.host = host;
  }

  hostConnected(): void {
    this.unlisten = revision.listen(() => this.host.requestUpdate());
    if (following++ === 0) unwatch = watchPage();
  }

  hostDisconnected(): void {
    this.unlisten();
    if (--following === 0) unwatch();
  }
}

export function followLanguage(host: ReactiveControllerHost): void {
  host.addController(new LanguageFollower(host));
}

function watchPage(): () => void {
  const choose = (): void => void chooseLanguage();
  const observer = new MutationObserver(choose);
  observer.observe(document.documentElement, { attributes: true, attributeFilter: ['lang'] });
  window.addEventListener('languagechange', choose);
  choose();
  return () => {
    observer.disconnect();
    window.removeEventListener('languagechange', choose);
  };
}
