/** Inline styles put on an element for a while, written only when they change, and taken back exactly. */
export class InlineStyle {
  readonly #style: CSSStyleDeclaration;
  readonly #before = new Map<string, { value: string; priority: string }>();
  readonly #applied = new Map<string, string>();

  constructor(element: ElementCSSInlineStyle) {
    this.#style = element.style;
  }

  /** `property` in CSS's own spelling. */
  set(property: string, value: string): void {
    if (this.#applied.get(property) === value) return;
    if (!this.#before.has(property)) {
      const style = this.#style;
      this.#before.set(property, {
        value: style.getPropertyValue(property),
        priority: style.getPropertyPriority(property),
      });
    }
    this.#applied.set(property, value);
    this.#style.setProperty(property, value);
  }

  /** Sets the property, or gives the element its own back where the value is the default. */
  setUnless(initial: string, property: string, value: string): void {
    if (value !== initial) this.set(property, value);
    else this.#giveBack(property);
  }

  #giveBack(property: string): void {
    const before = this.#before.get(property);
    if (before === undefined) return;
    this.#style.setProperty(property, before.value, before.priority);
    this.#before.delete(property);
    this.#applied.delete(property);
  }

  restore(): void {
    for (const [property, { value, priority }] of this.#before) this.#style.setProperty(property, value, priority);
    this.#before.clear();
    this.#applied.clear();
  }
}
