import type { Composition, RenderSession, Stage } from '../../src/composition/composition';

interface WalkerState {
  x: Float64Array;
  hue: number;
  trail: [number, number][];
}

export interface Walker {
  composition: Composition;
  /** Every frame drawn, in all sessions, in order. */
  drawn: number[];
}

/** Points on a random walk: every frame depends on all before it, and on the stage's random numbers. */
export function walkerComposition(options: { durationInFrames: number; snapshots: boolean }): Walker {
  const drawn: number[] = [];
  const composition: Composition = {
    id: 'walker',
    name: 'Walker',
    width: 320,
    height: 180,
    frameRate: 30,
    durationInFrames: options.durationInFrames,
    stateful: true,
    background: '#101018',
    open: (stage) => openWalker(stage, drawn, options.snapshots),
  };
  return { composition, drawn };
}

function openWalker(stage: Stage, drawn: number[], snapshots: boolean): RenderSession {
  const canvas = new OffscreenCanvas(stage.width, stage.height);
  const context = canvas.getContext('2d')!;
  let state: WalkerState = { x: new Float64Array(64).fill(stage.width / 2), hue: 0, trail: [] };
  return {
    renderFrame(frame) {
      drawn.push(frame);
      context.reset();
      state.hue += stage.random();
      state.trail.push([stage.random() * stage.width, stage.random() * stage.height]);
      if (state.trail.length > 20) state.trail.shift();
      state.x.forEach((x, row) => {
        state.x[row] = x + (stage.random() - 0.5) * 8;
        context.fillStyle = `hsl(${(state.hue * 40 + row * 5) % 360} 70% 60%)`;
        context.fillRect(state.x[row], (row * stage.height) / 64, 12, 2);
      });
      context.fillStyle = '#fff';
      for (const [x, y] of state.trail) context.fillRect(x, y, 4, 4);
    },
    layers: () => [{ source: canvas }],
    dispose: () => undefined,
    ...(snapshots ? { snapshot: () => state, restore: (kept: unknown) => void (state = kept as WalkerState) } : {}),
  };
}
