import { easeInOutCubic, easeInOutExpo, easeOutBack, easeOutCubic, easeOutExpo, mix, progress } from './easing';
import type { Size } from './layer-canvas';
import { countAt } from './title-scenes';
import { colours, cues, isWide, unitOf } from './title-timing';

/** The picture behind the text: a fan of stills, a dial, the night; each wipes the one before it away. */
export function drawBackdrop(context: CanvasRenderingContext2D, stage: Size, time: number): void {
  const { width, height } = stage;
  context.reset();
  context.fillStyle = colours.paper;
  context.fillRect(0, 0, width, height);
  const flood = easeInOutExpo(progress(time, cues.statement.out + 0.05, 0.85));
  if (flood < 1) drawStills(context, stage, time);
  if (flood > 0) drawFlood(context, stage, flood);
  if (flood === 1) drawDial(context, stage, time);
  drawShutters(context, stage, time);
}

const stills = 9;

/** A stack of cards, each with the ball where it is in that picture. */
function drawStills(context: CanvasRenderingContext2D, stage: Size, time: number): void {
  const unit = unitOf(stage);
  const [left, top] = stackPlace(stage);
  const [cardWidth, cardHeight] = [34 * unit, 25 * unit];
  for (let card = stills - 1; card >= 0; card--) {
    const arrival = easeOutBack(progress(time, 0.25 + (stills - 1 - card) * 0.07, 0.7));
    const fan = easeInOutCubic(progress(time, 0.6, 1.4));
    const spread = mix(0.9, 3.1, fan) * unit;
    const x = left + card * spread;
    const y = top - card * spread * 0.72 + (1 - arrival) * 70 * unit;
    context.fillStyle = card === 0 ? '#ffffff' : shade(card / stills);
    context.strokeStyle = colours.ink;
    context.lineWidth = 0.45 * unit;
    context.beginPath();
    context.roundRect(x, y, cardWidth, cardHeight, 1.6 * unit);
    context.fill();
    context.stroke();
    const [ballX, ballY] = ballAt((((time * 0.55 + (stills - card) / stills) % 1) + 1) % 1);
    context.fillStyle = colours.accent;
    context.beginPath();
    context.arc(x + ballX * cardWidth, y + ballY * cardHeight, 2.7 * unit, 0, 2 * Math.PI);
    context.fill();
  }
}

/** Where the front card's upper left corner is. */
function stackPlace(stage: Size): [left: number, top: number] {
  const unit = unitOf(stage);
  return isWide(stage)
    ? [stage.width - 72 * unit, stage.height / 2 - 2 * unit]
    : [stage.width - 62 * unit, stage.height - 30 * unit];
}

/** A bouncing ball, in fractions of its card. */
function ballAt(phase: number): [x: number, y: number] {
  const hop = (phase * 2) % 1;
  return [mix(0.12, 0.88, phase), 0.84 - 2.5 * hop * (1 - hop)];
}

function shade(depth: number): string {
  return `rgb(${[243, 239, 230].map((channel) => Math.round(channel - 34 * depth)).join(' ')})`;
}

/** The ball's colour floods the picture from the stack. */
function drawFlood(context: CanvasRenderingContext2D, stage: Size, amount: number): void {
  const unit = unitOf(stage);
  const [left, top] = stackPlace(stage);
  const [x, y] = [left + 17 * unit, top + 12 * unit];
  const reach = Math.hypot(Math.max(x, stage.width - x), Math.max(y, stage.height - y));
  context.fillStyle = colours.accent;
  context.beginPath();
  context.arc(x, y, reach * amount, 0, 2 * Math.PI);
  context.fill();
}

/** Thirty marks around the number; as many are lit as have been counted. */
function drawDial(context: CanvasRenderingContext2D, stage: Size, time: number): void {
  const unit = unitOf(stage);
  const arrival = easeOutExpo(progress(time, cues.counter.in, 1));
  const radius = mix(30, 38, arrival) * unit;
  const count = countAt(time);
  context.save();
  context.translate(stage.width / 2, stage.height / 2);
  context.rotate(mix(-0.6, 0, arrival));
  context.lineCap = 'round';
  context.lineWidth = 1.1 * unit;
  for (let mark = 0; mark < 30; mark++) {
    const lit = mark < count;
    context.globalAlpha = (lit ? 1 : 0.28) * easeOutCubic(progress(time, cues.counter.in + mark * 0.012, 0.3));
    context.strokeStyle = lit ? colours.paper : colours.ink;
    context.beginPath();
    context.moveTo(0, -radius);
    context.lineTo(0, -radius - (lit ? 5 : 3) * unit);
    context.stroke();
    context.rotate((2 * Math.PI) / 30);
  }
  context.restore();
}

/** Ink rises in strips, one after the other, and stays; a light moves slowly behind it. */
function drawShutters(context: CanvasRenderingContext2D, stage: Size, time: number): void {
  const { width, height } = stage;
  const start = cues.counter.out + 0.12;
  if (time <= start) return;
  const strips = isWide(stage) ? 12 : 7;
  const stripWidth = width / strips;
  context.save();
  context.beginPath();
  for (let strip = 0; strip < strips; strip++) {
    const risen = easeInOutExpo(progress(time, start + strip * 0.035, 0.55)) * height;
    // Half a pixel of overlap: two antialiased edges side by side would let the colour below shine through.
    context.rect(strip * stripWidth - 0.5, height - risen, stripWidth + 1, risen);
  }
  context.clip();
  context.fillStyle = colours.ink;
  context.fillRect(0, 0, width, height);
  const drift = progress(time, start, 4);
  const glow = context.createRadialGradient(
    width * mix(0.25, 0.6, drift),
    height * 1.05,
    0,
    width * mix(0.25, 0.6, drift),
    height * 1.05,
    Math.max(width, height) * 0.75,
  );
  glow.addColorStop(0, `${colours.sky}88`);
  glow.addColorStop(0.45, `${colours.sky}2c`);
  glow.addColorStop(1, `${colours.sky}00`);
  context.fillStyle = glow;
  context.fillRect(0, 0, width, height);
  context.restore();
}
