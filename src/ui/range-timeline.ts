import { LitElement, html, type TemplateResult } from 'lit';
import type { FrameRate } from '../composition/frame-rate';
import { timecode, type FrameRange } from './frame-range';
import { timelineStyles } from './range-timeline-style';
import { theme } from './theme';
import { clampFrame, frameAt, frameByKey, type HandleBounds } from './timeline-keys';
import { frameInWords, timelineTexts } from './timeline-text';
import { followLanguage } from './language/follow-language';

type HandleId = 'in' | 'out' | 'playhead';

/**
 * The length of a composition, with handles at the first and the last frame of a range, and a playhead. Dispatches
 * `range-change` with a `FrameRange` and `playhead-change` with a frame; keeps nothing itself.
 */
export class RangeTimeline extends LitElement {
  static override properties = {
    durationInFrames: { attribute: false },
    frameRate: { attribute: false },
    range: { attribute: false },
    playhead: { attribute: false },
  };
  static override styles = [theme, timelineStyles];

  /** At `frameRate`, as all frames here. */
  declare durationInFrames: number;
  declare frameRate: FrameRate;
  declare range: FrameRange;
  declare playhead: number;
  private held: HandleId | null = null;

  constructor() {
    super();
    this.durationInFrames = 1;
    this.frameRate = { num: 30, den: 1 };
    this.range = { first: 0, end: 1 };
    this.playhead = 0;
    followLanguage(this);
  }

  override render(): TemplateResult {
    const { durationInFrames: length, frameRate } = this;
    const { first, last } = this.bounded();
    const playhead = clampFrame(this.playhead, 0, length - 1);
    const share = (frame: number): string => `${(100 * frame) / length}%`;
    return html`
      <div
        class="rail"
        part="timeline"
        role="group"
        aria-label=${timelineTexts.label}
        @pointerdown=${(event: PointerEvent) => this.onDown(event)}
        @pointermove=${(event: PointerEvent) => this.onMove(event)}
        @pointerup=${() => (this.held = null)}
        @pointercancel=${() => (this.held = null)}
      >
        <div class="span" .style=${`left:${share(first)};right:${share(length - last - 1)}`}></div>
        ${this.handle('playhead', timelineTexts.playheadHandle, playhead, share(playhead + 0.5))}
        ${this.handle('in', timelineTexts.inHandle, first, share(first))}
        ${this.handle('out', timelineTexts.outHandle, last, share(last + 1))}
      </div>
      <dl aria-hidden="true">
        ${readout(timelineTexts.in, first, frameRate)} ${readout(timelineTexts.playhead, playhead, frameRate)}
        ${readout(timelineTexts.out, last, frameRate)}
      </dl>
    `;
  }

  private handle(id: HandleId, label: string, frame: number, left: string): TemplateResult {
    const { low, high } = this.bounds(id);
    return html`<div
      class="handle ${id}"
      data-handle=${id}
      role="slider"
      tabindex="0"
      aria-label=${label}
      aria-valuemin=${low}
      aria-valuemax=${high}
      aria-valuenow=${frame}
      aria-valuetext=${frameInWords(frame, this.frameRate)}
      .style=${`left:${left}`}
      @keydown=${(event: KeyboardEvent) => this.onKey(event, id, frame)}
    ></div>`;
  }

  private onKey(event: KeyboardEvent, id: HandleId, frame: number): void {
    const moved = frameByKey(frame, event, this.bounds(id));
    if (moved === null) return;
    event.preventDefault();
    this.move(id, moved);
  }

  private onDown(event: PointerEvent): void {
    if (event.button !== 0) return;
    const handle = (event.target as HTMLElement).dataset['handle'] as HandleId | undefined;
    this.held = handle ?? 'playhead';
    this.renderRoot.querySelector<HTMLElement>(`.${this.held}`)!.focus({ preventScroll: true });
    // What is focused by the press would lose it to the rail.
    event.preventDefault();
    (event.currentTarget as HTMLElement).setPointerCapture(event.pointerId);
    if (handle === undefined) this.onMove(event);
  }

  private onMove(event: PointerEvent): void {
    if (this.held === null) return;
    const { left, width } = this.renderRoot.querySelector('.rail')!.getBoundingClientRect();
    const share = (event.clientX - left) / Math.max(1, width);
    // The out handle stands behind its frame.
    const beside = this.held === 'out' ? 0.5 / this.durationInFrames : 0;
    const { low, high } = this.bounds(this.held);
    this.move(this.held, clampFrame(frameAt(share - beside, this.durationInFrames), low, high));
  }

  /** Whoever moves an end sees the frame there. */
  private move(id: HandleId, frame: number): void {
    const { first, last } = this.bounded();
    if (id === 'in' && frame !== first) this.tell('range-change', { first: frame, end: last + 1 });
    if (id === 'out' && frame !== last) this.tell('range-change', { first, end: frame + 1 });
    if (frame !== this.playhead) this.tell('playhead-change', frame);
  }

  private tell(type: string, detail: FrameRange | number): void {
    this.dispatchEvent(new CustomEvent(type, { detail }));
  }

  private bounds(id: HandleId): HandleBounds {
    const { first, last } = this.bounded();
    const second = Math.max(1, Math.round(this.frameRate.num / this.frameRate.den));
    const end = this.durationInFrames - 1;
    return { second, low: id === 'out' ? first : 0, high: id === 'in' ? last : end };
  }

  /** The range as far as it lies in the composition: a field may be empty, or ask for too much. */
  private bounded(): { first: number; last: number } {
    const end = this.durationInFrames - 1;
    const first = clampFrame(this.range.first, 0, end);
    const last = Number.isFinite(this.range.end) ? clampFrame(this.range.end - 1, first, end) : end;
    return { first, last };
  }
}

function readout(label: string, frame: number, rate: FrameRate): TemplateResult {
  return html`<div>
    <dt>${label}</dt>
    <dd>${timecode(frame, rate)} <small>${frame}</small></dd>
  </div>`;
}
