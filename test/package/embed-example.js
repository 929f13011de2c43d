import { createExporter, fromCanvas } from 'stepframe';
import 'stepframe/elements';

const sweep = fromCanvas({
  id: 'sweep',
  name: 'Sweep',
  width: 640,
  height: 360,
  frameRate: 30,
  durationInFrames: 60,
  background: 'navy',
  draw(context, { time, width, height }) {
    context.fillStyle = 'tomato';
    context.fillRect(0, 0, (width * time) / 2, height);
  },
});

const button = document.createElement('stepframe-export-button');
button.exporter = createExporter();
button.composition = sweep;
document.body.append(button);
