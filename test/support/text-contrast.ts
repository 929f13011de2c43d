/** A piece of text and how it stands out from what is behind it. */
export interface TextContrast {
  text: string;
  /** WCAG 2.2's, 1 … 21. */
  ratio: number;
  /** 24 pixels, or 18.66 and bold. */
  large: boolean;
}

type Rgba = readonly [red: number, green: number, blue: number, alpha: number];

/** Of every visible piece of text in an element, against the backgrounds of the elements it is in. Images are not seen. */
export function contrastOfText(root: HTMLElement): TextContrast[] {
  const walker = root.ownerDocument.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  const found: TextContrast[] = [];
  while (walker.nextNode()) {
    const text = walker.currentNode.textContent!.trim();
    const element = walker.currentNode.parentElement!;
    if (text === '' || !element.checkVisibility() || element.closest('svg, script, .visually-hidden') !== null)
      continue;
    const style = getComputedStyle(element);
    const size = parseFloat(style.fontSize);
    const behind = backgroundOf(element);
    const [red, green, blue, alpha] = colourOf(style.color);
    const colour: Rgba = [red, green, blue, alpha * opacityOf(element)];
    const ratio = contrast(over(colour, behind), behind);
    found.push({ text, ratio, large: size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 600) });
  }
  return found;
}

function backgroundOf(element: Element | null): Rgba {
  if (element === null) return [255, 255, 255, 1];
  const colour = colourOf(getComputedStyle(element).backgroundColor);
  return colour[3] === 1 ? colour : over(colour, backgroundOf(parentOf(element)));
}

function opacityOf(element: Element | null): number {
  return element === null ? 1 : Number(getComputedStyle(element).opacity) * opacityOf(parentOf(element));
}

/** Out of a shadow root, too. */
function parentOf(element: Element): Element | null {
  const root = element.getRootNode();
  return element.parentElement ?? (root instanceof ShadowRoot ? root.host : null);
}

const canvas = new OffscreenCanvas(1, 1).getContext('2d', { willReadFrequently: true })!;

/** Any CSS colour, by what the browser draws. */
function colourOf(css: string): Rgba {
  canvas.clearRect(0, 0, 1, 1);
  canvas.fillStyle = css;
  canvas.fillRect(0, 0, 1, 1);
  const [red, green, blue, alpha] = canvas.getImageData(0, 0, 1, 1).data;
  return [red!, green!, blue!, alpha! / 255];
}

function over([red, green, blue, alpha]: Rgba, below: Rgba): Rgba {
  const mix = (one: number, other: number): number => one * alpha + other * (1 - alpha);
  return [mix(red, below[0]), mix(green, below[1]), mix(blue, below[2]), 1];
}

function contrast(one: Rgba, other: Rgba): number {
  const [light, dark] = [luminance(one), luminance(other)].sort((a, b) => b - a) as [number, number];
  return (light + 0.05) / (dark + 0.05);
}

function luminance([red, green, blue]: Rgba): number {
  const [r, g, b] = [red, green, blue].map((value) => {
    const share = value / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}
