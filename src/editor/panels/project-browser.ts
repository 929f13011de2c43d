import { formatFrameRate, framesPerSecond, toFrameRate, type Composition } from '../../index';
import { element } from '../dom';
import { selectComposition, type EditorStore } from '../editor-store';
import { thumbnailOf, type Project } from '../projects';
import { iconButton } from './icon-button';

interface ProjectBrowser {
  readonly dialog: HTMLDialogElement;
  readonly show: () => void;
}

/** The sample projects, each with what it is about and its compositions as pictures to be opened. */
export function projectBrowser(store: EditorStore, projects: readonly Project[]): ProjectBrowser {
  const dialog = element('dialog', { class: 'project-browser', 'aria-labelledby': 'project-browser-title' });
  const cards: HTMLButtonElement[] = [];
  const cardOf = (composition: Composition): HTMLElement => {
    const card = compositionCard(composition);
    card.addEventListener('click', () => {
      selectComposition(store, composition);
      dialog.close();
    });
    cards.push(card);
    return card;
  };
  dialog.append(
    element(
      'header',
      { class: 'project-browser-head' },
      element('h2', { id: 'project-browser-title' }, 'Sample projects'),
      iconButton('close', 'Close', () => dialog.close()),
    ),
    element(
      'div',
      { class: 'projects' },
      ...projects.map(({ id, name, description, compositions }) =>
        element(
          'section',
          { class: 'project', 'aria-labelledby': `project-${id}` },
          element('h3', { id: `project-${id}` }, name),
          element('p', {}, description),
          element('div', { class: 'project-cards' }, ...compositions.map(cardOf)),
        ),
      ),
    ),
  );
  // What is pressed beside the dialog's content is its backdrop.
  dialog.addEventListener('click', (event) => {
    if (event.target === dialog) dialog.close();
  });
  dialog.addEventListener('keydown', (event) => moveByArrows(event, cards));
  return {
    dialog,
    show: () => {
      const { composition } = store.getState();
      for (const card of cards) card.toggleAttribute('aria-current', card.dataset['composition'] === composition.id);
      dialog.showModal();
      cards.find((card) => card.hasAttribute('aria-current'))?.focus();
    },
  };
}

function compositionCard(composition: Composition): HTMLButtonElement {
  const { id, name, durationInFrames } = composition;
  const rate = toFrameRate(composition.frameRate);
  const seconds = Number((durationInFrames / framesPerSecond(rate)).toFixed(1));
  const facts = [`${formatFrameRate(rate)} fps`, `${seconds} s`];
  if ((composition.audio?.length ?? 0) > 0) facts.push('sound');
  const picture = { src: thumbnailOf(composition), alt: '', width: '480', height: '270', loading: 'lazy' };
  return element(
    'button',
    { type: 'button', class: 'project-card', 'data-composition': id },
    element('img', picture),
    element('span', { class: 'project-card-name' }, name),
    element('span', { class: 'project-card-facts' }, facts.join(' · ')),
  );
}

/** Arrow keys go to the card before and after, Home and End to the first and last. */
function moveByArrows(event: KeyboardEvent, cards: readonly HTMLButtonElement[]): void {
  const at = cards.findIndex((card) => card === document.activeElement);
  if (at < 0) return;
  const target = {
    ArrowLeft: at - 1,
    ArrowUp: at - 1,
    ArrowRight: at + 1,
    ArrowDown: at + 1,
    Home: 0,
    End: cards.length - 1,
  }[event.key];
  if (target === undefined) return;
  event.preventDefault();
  cards[(target + cards.length) % cards.length]?.focus();
}
