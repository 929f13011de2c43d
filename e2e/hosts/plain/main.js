import { createExporter } from 'stepframe';
import 'stepframe/elements';
import { sweep } from '../sweep.js';

const events = ['start', 'complete', 'error', 'close'];
const heard = document.createElement('output');
const toggle = document.createElement('button');
const place = document.createElement('div');
toggle.textContent = 'Show or hide';
document.body.append(toggle, heard, place);

const record = ({ type }) => (heard.textContent += `${type.replace('stepframe-export-', '')} `);
let shown = null;

toggle.onclick = () => {
  if (shown === null) {
    const exporter = createExporter();
    const button = document.createElement('stepframe-export-button');
    button.exporter = exporter;
    button.composition = sweep;
    for (const name of events) button.addEventListener(`stepframe-export-${name}`, record);
    place.append(button);
    shown = { exporter, button };
  } else {
    shown.button.remove();
    void shown.exporter.dispose();
    shown = null;
  }
};
