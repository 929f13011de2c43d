import { nativeMethod, type PropertyPatches } from './property-patches';

/**
 * Which elements live on virtual time: those inside the root, shadow trees included, that nobody asked to be left alone.
 */
export class ClockScope {
  readonly #root: HTMLElement | Document;
  readonly #ignore: (element: Element) => boolean;

  readonly #shadowRoots = new Set<ShadowRoot>();

  constructor(
    page: Window & typeof globalThis,
    patches: PropertyPatches,
    root: HTMLElement | Document,
    ignore: (element: Element) => boolean,
  ) {
    this.#root = root;
    this.#ignore = ignore;
    this.#collect(root);
    // Those made from now on are noted as they are made: to look for them in every frame would cost more than all else.
    const attachShadow = nativeMethod(page.Element.prototype, 'attachShadow');
    const note = (shadowRoot: ShadowRoot): void => void this.#shadowRoots.add(shadowRoot);
    patches.value(page.Element.prototype, 'attachShadow', function (this: Element, init) {
      const shadowRoot = attachShadow(this, init);
      note(shadowRoot);
      return shadowRoot;
    });
  }

  contains(element: Element): boolean {
    let node: Node = element;
    // Out of each shadow tree to its host, until the root's own tree.
    while (!this.#root.contains(node)) {
      const tree = node.getRootNode();
      if (!isShadowRoot(tree)) return false;
      node = tree.host;
    }
    return !this.#ignore(element);
  }

  /** Also true of an element in no document: scripts play such videos to draw them on a canvas. */
  containsOrDetached(element: Element): boolean {
    return element.isConnected ? this.contains(element) : !this.#ignore(element);
  }

  querySelectorAll<E extends Element>(selector: string): E[] {
    return this.#trees()
      .flatMap((tree) => [...tree.querySelectorAll<E>(selector)])
      .filter((element) => !this.#ignore(element));
  }

  /** Tree by tree, since none of them answers for the shadow trees inside it. */
  getAnimations(): Animation[] {
    return this.#trees().flatMap((tree) =>
      isElement(tree) ? tree.getAnimations({ subtree: true }) : tree.getAnimations(),
    );
  }

  #trees(): Tree[] {
    return [this.#root, ...[...this.#shadowRoots].filter(({ host }) => this.contains(host))];
  }

  /** Notes the shadow trees in `tree`, however deep. */
  #collect(tree: Tree): void {
    const own = isElement(tree) ? tree.shadowRoot : null;
    for (const shadowRoot of [own, ...Array.from(tree.querySelectorAll('*'), (element) => element.shadowRoot)]) {
      if (shadowRoot === null) continue;
      this.#shadowRoots.add(shadowRoot);
      this.#collect(shadowRoot);
    }
  }
}

type Tree = HTMLElement | Document | ShadowRoot;

// By node type, not by constructor: the page may be an iframe with constructors of its own.
function isElement(tree: Tree): tree is HTMLElement {
  return tree.nodeType === Node.ELEMENT_NODE;
}

function isShadowRoot(node: Node): node is ShadowRoot {
  return node.nodeType === Node.DOCUMENT_FRAGMENT_NODE && 'host' in node;
}
