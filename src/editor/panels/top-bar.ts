import type { Composition } from '../../index';
import { element } from '../dom';
import { selectComposition, watch, type EditorStore } from '../editor-store';
import { compositionsOf, projectOf, thumbnailOf, type Project } from '../projects';
import { icon } from './icons';

/** Product name, which project and composition are open, and what the host puts at the end. */
export function topBar(
  store: EditorStore,
  projects: readonly Project[],
  showProjects: () => void,
  end: HTMLElement,
): HTMLElement {
  return element(
    'header',
    { class: 'top-bar' },
    element('h1', { class: 'brand' }, brandMark(), element('span', { class: 'brand-name' }, 'Stepframe')),
    element('div', { class: 'picker' }, projectButton(store, projects, showProjects), picker(store, projects)),
    end,
  );
}

/** Says which project is open, and offers the others. */
function projectButton(store: EditorStore, projects: readonly Project[], showProjects: () => void): HTMLElement {
  const name = element('span', { class: 'project-name' });
  const picture = element('img', { class: 'project-picture', alt: '', width: '40', height: '22' });
  const button = element(
    'button',
    { type: 'button', class: 'project-button', 'aria-haspopup': 'dialog', title: 'Sample projects (P)' },
    picture,
    name,
    icon('stepForward'),
  );
  button.addEventListener('click', showProjects);
  watch(
    store,
    ({ composition }) => composition,
    (composition) => {
      const project = projectOf(projects, composition);
      name.textContent = project.name;
      picture.src = thumbnailOf(composition);
      button.setAttribute('aria-label', `Project: ${project.name}`);
    },
  );
  return button;
}

function picker(store: EditorStore, projects: readonly Project[]): HTMLElement {
  const select = element(
    'select',
    { 'aria-label': 'Composition' },
    ...projects.map((project) => element('optgroup', { label: project.name }, ...optionsOf(project.compositions))),
  );
  select.addEventListener('change', () => {
    const chosen = compositionsOf(projects).find(({ id }) => id === select.value);
    if (chosen) selectComposition(store, chosen);
  });
  watch(
    store,
    ({ composition }) => composition.id,
    (id) => {
      select.value = id;
    },
  );
  return element('span', { class: 'select select-large' }, select, icon('stepForward'));
}

function optionsOf(compositions: readonly Composition[]): HTMLElement[] {
  return compositions.map(({ id, name }) => element('option', { value: id }, name));
}

/** Three frames, one step apart. */
function brandMark(): HTMLElement {
  return element('span', { class: 'brand-mark', 'aria-hidden': 'true' }, element('i'), element('i'), element('i'));
}
