import { createExporter, ExportError, findPreset, fromCanvas, settingsFor } from 'stepframe';
import 'stepframe/elements';

const names = ['encode', 'audio', 'mux', 'quality', 'prores', 'ffmpeg'];
const own = (name) => () => new Worker(`/workers/${name}.js`, { type: 'module', name: `stepframe-${name}` });

/** Half a second of 440 Hz. */
function tone() {
  const buffer = new AudioBuffer({ length: 24_000, sampleRate: 48_000 });
  buffer.getChannelData(0).forEach((_, i, samples) => (samples[i] = Math.sin((i * 440 * 2 * Math.PI) / 48_000) / 2));
  return buffer;
}

const beep = fromCanvas({
  id: 'beep',
  name: 'Beep',
  width: 160,
  height: 90,
  frameRate: 20,
  durationInFrames: 10,
  background: 'navy',
  audio: [{ source: tone() }],
  draw(context, { frame, width, height }) {
    context.fillStyle = 'tomato';
    context.fillRect(0, 0, (width * (frame + 1)) / 10, height);
  },
});

const button = document.createElement('stepframe-export-button');
button.exporter = createExporter({ workers: Object.fromEntries(names.map((name) => [name, own(name)])) });
button.composition = beep;

const inlined = document.createElement('button');
const told = document.createElement('output');
inlined.textContent = 'Try blob workers';
inlined.onclick = async () => {
  const exporter = createExporter();
  try {
    told.textContent = JSON.stringify(await exporter.canExport(beep, settingsFor(findPreset('mp4-h264'), beep)));
  } catch (error) {
    told.textContent = error instanceof ExportError ? `${error.code}: ${error.remedy}` : String(error);
  } finally {
    await exporter.dispose();
  }
};
document.body.append(button, inlined, told);
