import { LitElement, css, html, nothing, type TemplateResult } from 'lit';
import { qualityChecks, type QualityCheck } from '../../orchestrator/export-job';
import { controlStyles } from '../control-style';
import { checkboxControl, selectControl } from '../form-controls';
import { askToNotify, noticePermission } from '../../orchestrator/notices';
import { changePreferences, readPreferences, watchPreferences } from '../preferences';
import { checkChoices } from '../form-text';
import { followLanguage } from '../language/follow-language';
import { mannersTexts } from '../manners-text';
import { preferencesTexts as texts } from '../preferences-text';
import { hasPicker } from '../save-location';
import { theme } from '../theme';
import { panelStyles } from './panel-style';

/** What `<stepframe-export-preferences>` shows. */
export class PreferencesPanel extends LitElement {
  static override properties = { refused: { state: true } };
  static override styles = [
    theme,
    controlStyles,
    panelStyles,
    css`
      .fields {
        display: grid;
        gap: 20px;
      }

      .note {
        margin: 4px 0 0;
        padding: 0;
        padding-inline-start: 24px;
        color: var(--_muted);
        background: none;
        border: 0;
      }

      .kept {
        padding-inline-start: 0;
      }

      .label {
        display: block;
        margin-block-end: 4px;
        font-size: 12px;
        color: var(--_muted);
      }
    `,
  ];

  /** The browser does not let the page notify. */
  declare private refused: boolean;
  private unwatch = (): void => undefined;

  constructor() {
    super();
    this.refused = false;
    followLanguage(this);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.unwatch = watchPreferences(() => this.requestUpdate());
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.unwatch();
  }

  override render(): TemplateResult {
    const { notify, titleProgress, check, saveMode } = readPreferences();
    return html`<div class="fields">
      <div>
        ${checkboxControl({
          ...{ id: 'notify', label: texts.notify, note: texts.unseen },
          checked: notify && noticePermission() === 'granted',
          onChange: (wanted) => void this.notify(wanted),
        })}
        <p role="status">${this.refused ? mannersTexts.refused : nothing}</p>
      </div>
      <div>
        ${checkboxControl({
          ...{ id: 'title', label: texts.title, note: texts.unseen, checked: titleProgress },
          onChange: (wanted) => changePreferences({ titleProgress: wanted }),
        })}
      </div>
      <div>
        <label class="label" for="check">${texts.check}</label>
        ${selectControl<QualityCheck | ''>({
          ...{ id: 'check', label: texts.check, field: 'kept', value: check ?? '' },
          choices: [
            { value: '', label: texts.usual },
            ...qualityChecks.map((value) => ({ value, label: checkChoices[value] })),
          ],
          onChoose: (chosen) => changePreferences({ check: chosen === '' ? null : chosen }),
        })}
      </div>
      ${hasPicker() ? this.place(saveMode === 'download' ? 'download' : 'picker') : nothing}
      <p class="note kept" id="kept-notes">${texts.kept}</p>
    </div>`;
  }

  private place(value: 'picker' | 'download'): TemplateResult {
    return html`<div>
      <label class="label" for="save">${texts.save}</label>
      ${selectControl({
        ...{ id: 'save', label: texts.save, field: 'kept', value },
        choices: (['picker', 'download'] as const).map((mode) => ({ value: mode, label: texts[mode] })),
        onChoose: (mode) => changePreferences({ saveMode: mode }),
      })}
    </div>`;
  }

  private async notify(wanted: boolean): Promise<void> {
    const isOn = wanted && (await askToNotify()) === 'granted';
    this.refused = wanted && !isOn;
    changePreferences({ notify: isOn });
    // The box was ticked by the click, whatever became of it.
    this.requestUpdate();
  }
}
