import { createExporter, findPreset, settingsFor } from 'stepframe';
import 'stepframe/elements';
import { sweep } from '../sweep.js';

const exporters = [createExporter(), createExporter()];
const buttons = exporters.map((exporter) => {
  const button = document.createElement('stepframe-export-button');
  button.exporter = exporter;
  button.composition = sweep;
  return button;
});

const own = document.createElement('button');
own.textContent = 'Export with the second exporter';
own.onclick = async () => {
  const { result } = exporters[1].start(sweep, settingsFor(findPreset('webm-vp9'), sweep));
  told.textContent = String((await result).frames);
};
const told = document.createElement('output');

const editor = document.createElement('my-editor');
editor.attachShadow({ mode: 'open' }).append(buttons[1]);
document.body.append(own, told, buttons[0], editor);
