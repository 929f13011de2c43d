/**
 * Makes an element follow its page: the `color-scheme` it inherits, or the system's where the page has set none
 * (`normal`, which `light-dark()` takes for light).
 */
export function followColourScheme(element: HTMLElement): void {
  element.style.removeProperty('color-scheme');
  if (getComputedStyle(element).colorScheme === 'normal') element.style.colorScheme = 'light dark';
}
