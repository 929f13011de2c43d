import { fromCanvas } from 'stepframe';

/** Half a second that every host exports: tomato covers navy from the left, a tenth more with each frame. */
export const sweep = fromCanvas({
  id: 'sweep',
  name: 'Sweep',
  width: 160,
  height: 90,
  frameRate: 20,
  durationInFrames: 10,
  background: 'navy',
  draw(context, { frame, width, height }) {
    context.fillStyle = 'tomato';
    context.fillRect(0, 0, (width * (frame + 1)) / 10, height);
  },
});
