import { html, nothing, type TemplateResult } from 'lit';
import { formatOf } from '../formats/registry';
import { closeIcon } from './close-icon';
import { field, type FormContext } from './form-field';
import { nativeFrameRate } from './frame-range';
import { coverTexts, frameInWords } from './timeline-text';

/** The frame that file browsers show, where the format can carry one. @param playhead the frame that is looked at */
export function coverField(context: FormContext, playhead: number): TemplateResult | typeof nothing {
  const { subject, edit } = context;
  const { draft, composition } = subject;
  if (!formatOf(draft.format).container.cover) return nothing;
  const { posterFrame } = draft;
  const chosen =
    posterFrame === null
      ? html`<span class="muted">${coverTexts.none}</span>`
      : html`<span class="value">${frameInWords(posterFrame, nativeFrameRate(composition))}</span>
          <button
            type="button"
            class="icon-button"
            part="button"
            aria-label=${coverTexts.remove}
            @click=${() => edit({ ...draft, posterFrame: null })}
          >
            ${closeIcon}
          </button>`;
  return field(
    context,
    { id: 'cover', label: coverTexts.field, place: 'cover', wide: true, group: true },
    html`<div class="cover" role="group" aria-labelledby="cover-label">
      ${chosen}
      <button
        type="button"
        class="button"
        part="button"
        aria-disabled=${posterFrame === playhead}
        @click=${() => edit({ ...draft, posterFrame: playhead })}
      >
        ${coverTexts.use}
      </button>
    </div>`,
  );
}
