import { easeInCubic, easeInOutCubic, easeOutBack, easeOutCubic, easeOutExpo, mix, progress } from './easing';
import type { Size } from './layer-canvas';
import { block, emblemPaths, letters, maskedLine, type Line } from './title-lettering';
import { colours, cues, isWide, unitOf } from './title-timing';

/** A part of the text. Its look at any time depends on that time alone. */
export interface Scene {
  readonly element: HTMLElement;
  update(time: number): void;
}

/** Three lines that rise out of their own baselines. */
export function createStatement(stage: Size): Scene {
  const unit = unitOf(stage);
  const element = block({ left: `${9 * unit}px`, top: isWide(stage) ? '50%' : '8%' });
  if (isWide(stage)) element.style.transform = 'translateY(-50%)';
  const lines = ['Motion is', 'a stack of', 'stills.'].map((text) =>
    maskedLine(text, { size: 15.5 * unit, colour: colours.ink }),
  );
  element.append(...lines.map((line) => line.element));
  return {
    element,
    update(time) {
      const gone = time > cues.statement.out + 1;
      element.style.visibility = gone ? 'hidden' : 'visible';
      lines.forEach((line, index) => {
        const arrival = easeOutExpo(progress(time, cues.statement.in + index * 0.13, 0.95));
        const departure = easeInCubic(progress(time, cues.statement.out + index * 0.06, 0.4));
        raise(line, mix(110, 0, arrival) - 112 * departure);
      });
    },
  };
}

/** A number that counts a second of frames. */
export function createCounter(stage: Size): Scene {
  const unit = unitOf(stage);
  const element = block({ left: '0', right: '0', top: '50%', textAlign: 'center' });
  element.style.transform = 'translateY(-50%)';
  const number = maskedLine('0', { size: 34 * unit, colour: colours.paper });
  number.text.style.fontVariantNumeric = 'tabular-nums';
  const caption = maskedLine('pictures, one second', { size: 4.4 * unit, colour: colours.paper, font: 'Inter' });
  element.append(number.element, caption.element);
  return {
    element,
    update(time) {
      const { in: start, out } = cues.counter;
      element.style.visibility = time > start && time < out + 0.6 ? 'visible' : 'hidden';
      number.text.textContent = String(countAt(time)).padStart(2, '0');
      const departure = easeInCubic(progress(time, out, 0.35));
      raise(number, mix(108, 0, easeOutExpo(progress(time, start, 0.8))) - 110 * departure);
      raise(caption, mix(130, 0, easeOutExpo(progress(time, start + 0.35, 0.8))) - 135 * departure);
    },
  };
}

/** 0 … 30 while the counter is up, easing at both ends. */
export function countAt(time: number): number {
  return Math.round(30 * easeInOutCubic(progress(time, cues.counter.in + 0.15, 1.5)));
}

/** The emblem draws itself, the name comes letter by letter, a rule and a line of text close it. */
export function createLockup(stage: Size): Scene {
  const unit = unitOf(stage);
  const element = block({ left: '0', right: '0', top: '50%', textAlign: 'center' });
  element.style.transform = 'translateY(-50%)';
  const emblem = emblemPaths(24 * unit, colours.paper, colours.accent);
  const name = letters('Stepframe', { size: 15 * unit, colour: colours.paper });
  const rule = document.createElement('div');
  Object.assign(rule.style, {
    width: `${58 * unit}px`,
    height: `${0.35 * unit}px`,
    margin: `${2.2 * unit}px auto ${2.4 * unit}px`,
    background: colours.accent,
  });
  const line = maskedLine('Every frame, on time.', { size: 3.9 * unit, colour: colours.paper, font: 'Inter' });
  element.append(emblem.element, name.element, rule, line.element);
  return {
    element,
    update(time) {
      const start = cues.lockup.in;
      element.style.visibility = time > start ? 'visible' : 'hidden';
      emblem.draw(
        easeInOutCubic(progress(time, start, 1)),
        easeInOutCubic(progress(time, start + 0.35, 0.7)),
        easeOutBack(progress(time, start + 0.85, 0.5)),
      );
      name.glyphs.forEach((glyph, index) => {
        const arrival = easeOutExpo(progress(time, start + 0.3 + index * 0.045, 0.9));
        glyph.style.transform = `translateY(${mix(115, 0, arrival).toFixed(3)}%)`;
      });
      rule.style.transform = `scaleX(${easeOutExpo(progress(time, start + 0.75, 0.9)).toFixed(5)})`;
      raise(line, mix(130, 0, easeOutExpo(progress(time, start + 1, 0.9))));
    },
  };
}

/** Running time in the corner, as on a slate. */
export function createTicker(stage: Size): Scene {
  const unit = unitOf(stage);
  const element = block({ right: `${5 * unit}px`, bottom: `${4.5 * unit}px` });
  Object.assign(element.style, {
    font: `500 ${2.4 * unit}px Inter`,
    fontVariantNumeric: 'tabular-nums',
    letterSpacing: '0.06em',
  });
  return {
    element,
    update(time) {
      const hundredths = Math.floor(time * 100 + 1e-6);
      const whole = String(Math.floor(hundredths / 100)).padStart(2, '0');
      element.textContent = `${whole}.${String(hundredths % 100).padStart(2, '0')}`;
      element.style.color = time < cues.counter.in ? colours.ink : colours.paper;
      element.style.opacity = (0.75 * easeOutCubic(progress(time, 0.3, 0.5))).toFixed(4);
    },
  };
}

/** `offset` in per cent of the line's own height, downwards. */
function raise(line: Line, offset: number): void {
  line.text.style.transform = `translateY(${offset.toFixed(3)}%)`;
}
