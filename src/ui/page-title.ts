/** What is said before the title of the page, by whoever says it; the last one counts. */
const said = new Map<object, string>();

/** The title while something is said before it. */
interface Borrowed {
  /** As the host has it. */
  title: string;
  /** What the page shows. */
  shown: string;
  prefix: string;
  /** Text of the element to the letter, which `document.title` tidies; null: the page had none. */
  exact: string | null;
}

let borrowed: Borrowed | null = null;

/**
 * Says something before the title of the page, or no longer. What the host makes of its title meanwhile stays; in the end the
 * title is exactly as the host has it.
 *
 * @param text null: nothing
 */
export function sayInTitle(owner: object, text: string | null): void {
  if (text === null) said.delete(owner);
  else if (said.get(owner) !== text) {
    said.delete(owner);
    said.set(owner, text);
  }
  const last = [...said.values()].at(-1);
  if (last !== undefined) show(`${last} · `);
  else giveBack();
}

function show(prefix: string): void {
  if (borrowed === null) {
    const title = document.title;
    borrowed = { title, shown: title, prefix: '', exact: element()?.textContent ?? null };
  } else if (document.title !== borrowed.shown) takeOver(borrowed);
  const shown = prefix + borrowed.title;
  if (document.title !== shown) document.title = shown;
  borrowed = { ...borrowed, shown: document.title, prefix };
}

/** The host gave the page another title, perhaps one made of what it found. */
function takeOver(kept: Borrowed): void {
  kept.title = document.title.replace(kept.prefix, '');
  kept.exact = kept.title;
}

function giveBack(): void {
  if (borrowed === null) return;
  const { shown } = borrowed;
  if (document.title !== shown) takeOver(borrowed);
  const { exact } = borrowed;
  borrowed = null;
  if (exact === null) element()?.remove();
  else if (element()?.textContent !== exact) {
    const title = element();
    if (title === null) document.title = exact;
    else title.textContent = exact;
  }
}

function element(): HTMLTitleElement | null {
  return document.head.querySelector('title');
}
