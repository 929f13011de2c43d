import {
  ExportError,
  type Composition,
  type FrameContext,
  type Layer,
  type RenderSession,
  type Stage,
} from '../../index';
import fragmentSource from './shader.frag.glsl?raw';

const seconds = 10;

/** Folds of silk in a fragment shader, WebGL2. Loops without a seam. */
export const shader: Composition = {
  id: 'shader',
  name: 'Shader',
  width: 1280,
  height: 720,
  frameRate: 30,
  durationInFrames: seconds * 30,
  background: '#0b0924',
  open: (stage) => new ShaderSession(stage),
};

/** One triangle that covers the picture, without any buffer. */
const vertexSource = `#version 300 es
void main() {
  gl_Position = vec4(gl_VertexID == 1 ? 3.0 : -1.0, gl_VertexID == 2 ? 3.0 : -1.0, 0.0, 1.0);
}`;

class ShaderSession implements RenderSession {
  private readonly canvas = document.createElement('canvas');
  private readonly gl: WebGL2RenderingContext;
  private readonly phase: WebGLUniformLocation | null;

  constructor({ width, height }: Stage) {
    this.canvas.width = width;
    this.canvas.height = height;
    const gl = this.canvas.getContext('webgl2', { alpha: false, antialias: false, depth: false });
    if (gl === null) throw unsupported('The browser gives no WebGL2 context.');
    this.gl = gl;
    const program = linkProgram(gl);
    gl.useProgram(program);
    gl.viewport(0, 0, width, height);
    gl.uniform2f(gl.getUniformLocation(program, 'resolution'), width, height);
    this.phase = gl.getUniformLocation(program, 'phase');
  }

  renderFrame(_frame: number, { time }: FrameContext): void {
    const { gl } = this;
    gl.uniform1f(this.phase, ((time / seconds) % 1) * 2 * Math.PI);
    gl.drawArrays(gl.TRIANGLES, 0, 3);
  }

  layers(): readonly Layer[] {
    return [{ name: 'Silk', source: this.canvas }];
  }

  dispose(): void {
    // Browsers keep only a few contexts alive; the garbage collector may take long to give this one back.
    this.gl.getExtension('WEBGL_lose_context')?.loseContext();
  }
}

function linkProgram(gl: WebGL2RenderingContext): WebGLProgram {
  const program = gl.createProgram();
  for (const [type, source] of [
    [gl.VERTEX_SHADER, vertexSource],
    [gl.FRAGMENT_SHADER, fragmentSource],
  ] as const) {
    const compiled = gl.createShader(type);
    if (compiled === null) throw unsupported('The WebGL context is lost.');
    gl.shaderSource(compiled, source);
    gl.compileShader(compiled);
    if (!gl.getShaderParameter(compiled, gl.COMPILE_STATUS)) throw unsupported(gl.getShaderInfoLog(compiled));
    gl.attachShader(program, compiled);
    gl.deleteShader(compiled);
  }
  gl.linkProgram(program);
  if (!gl.getProgramParameter(program, gl.LINK_STATUS)) throw unsupported(gl.getProgramInfoLog(program));
  return program;
}

function unsupported(message: string | null): ExportError {
  return new ExportError('unsupported', {
    detail: 'webgl2',
    stage: 'render',
    message: message ?? 'The WebGL context is lost.',
    remedy: 'Turn on hardware acceleration, or close other tabs that use WebGL, and open the composition again.',
  });
}
