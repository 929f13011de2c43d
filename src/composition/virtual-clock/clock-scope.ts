/**
 * Which elements live on virtual time: those inside the root, shadow trees included, that nobody asked to be left alone.
 */
export class ClockScope {
  readonly #root: HTMLElement | Document;
  readonly #ignore: (element: Element) => boolean;

  constructor(root: HTMLElement | Document, ignore: (element: Element) => boolean) {
    this.#root = root;
    this.#ignore = ignore;
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
    const trees: Tree[] = [this.#root];
    if (isElement(this.#root) && this.#root.shadowRoot !== null) trees.push(this.#root.shadowRoot);
    // Grows while it is walked: shadow trees nest.
    for (const tree of trees) {
      for (const { shadowRoot } of tree.querySelectorAll('*')) if (shadowRoot !== null) trees.push(shadowRoot);
    }
    return trees;
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
