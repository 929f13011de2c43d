#version 300 es
precision highp float;

uniform vec2 resolution;
// 0 … 2π over the loop; only whole multiples of it appear below, so the end meets the beginning.
uniform float phase;

out vec4 colour;

// Folds the plane into itself along sines of rising frequency ("domain warping", Inigo Quilez, 2002).
vec2 fold(vec2 p) {
  p += 0.62 * sin(1.35 * p.yx + vec2(0.0, 1.9) + vec2(phase, -phase));
  p += 0.40 * sin(2.30 * p.yx + vec2(3.1, 0.4) + vec2(-phase, phase));
  p += 0.24 * sin(3.90 * p.yx + vec2(1.2, 5.0) + phase);
  p += 0.13 * sin(6.70 * p.yx + vec2(4.4, 2.2) - phase);
  return p;
}

void main() {
  vec2 p = (2.0 * gl_FragCoord.xy - resolution) / min(resolution.x, resolution.y);
  vec2 q = fold(p * 1.15);
  float cloth = sin(q.x * 1.6 + q.y * 1.1);
  float thread = sin(q.y * 2.3 - q.x * 0.9 + 1.3 * cloth);

  // The slope of the folds, measured against a neighbouring pixel, lights them like silk.
  float height = cloth + 0.45 * thread;
  vec2 slope = vec2(dFdx(height), dFdy(height)) * min(resolution.x, resolution.y) * 0.16;
  vec3 normal = normalize(vec3(-slope, 1.0));
  float lambert = dot(normal, vec3(-0.43, 0.62, 0.66));
  float sheen = max(lambert, 0.0);
  sheen *= sheen;
  sheen *= sheen;

  vec3 deep = vec3(0.045, 0.035, 0.14);
  vec3 violet = vec3(0.34, 0.10, 0.52);
  vec3 coral = vec3(0.98, 0.36, 0.33);
  vec3 gold = vec3(1.00, 0.76, 0.42);
  float tone = 0.5 + 0.5 * cloth;
  vec3 base = mix(deep, violet, smoothstep(0.02, 0.5, tone));
  base = mix(base, coral, smoothstep(0.42, 0.86, tone));
  base = mix(base, gold, smoothstep(0.8, 1.0, tone) * (0.55 + 0.45 * thread));
  vec3 lit = base * (0.42 + 0.72 * lambert) + vec3(1.0, 0.80, 0.78) * 0.34 * sheen;
  lit += vec3(0.05, 0.20, 0.36) * smoothstep(0.2, 1.0, thread) * (1.0 - tone);

  // A pinch of ordered noise (Jimenez, "Next Generation Post Processing", 2014) against banding.
  float grain = fract(52.9829189 * fract(dot(gl_FragCoord.xy, vec2(0.06711056, 0.00583715)))) - 0.5;
  vec2 corner = gl_FragCoord.xy / resolution - 0.5;
  lit *= 1.08 - 0.9 * dot(corner, corner);
  colour = vec4(lit + grain / 255.0, 1.0);
}
