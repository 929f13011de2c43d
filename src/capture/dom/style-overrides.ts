/** CSS properties and the values they are to have, whatever the style sheets say. */
export type StyleOverrides = Readonly<Record<string, string>>;

export function overrideStyle(element: HTMLElement | SVGElement, style: StyleOverrides): void {
  for (const [property, value] of Object.entries(style)) element.style.setProperty(property, value, 'important');
}
