import { element } from '../dom';
import { icon, type IconName } from './icons';

/** A button that shows an icon and says `label`, with the key that does the same in its tooltip. */
export function iconButton(name: IconName, label: string, act: () => void, key?: string): HTMLButtonElement {
  const title = key === undefined ? label : `${label} (${key})`;
  const button = element('button', { type: 'button', class: 'icon-button', 'aria-label': label, title }, icon(name));
  button.addEventListener('click', act);
  return button;
}

/** Gives the button another icon and label, as a toggle does when it changes. */
export function relabel(button: HTMLButtonElement, name: IconName, label: string, key?: string): void {
  button.replaceChildren(icon(name));
  button.setAttribute('aria-label', label);
  button.title = key === undefined ? label : `${label} (${key})`;
}
