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

  restore(): void {
    for (const [property, { value, priority }] of this.#before) this.#style.setProperty(property, value, priority);
    this.#before.clear();
    this.#applied.clear();
  }
}
