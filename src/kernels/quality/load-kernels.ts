import { hasWasmSimd } from '../wasm-module';
import type { FrameMeter, MeteredShape } from './frame-meter';
import type { FrameComparison, FrameShape } from './quality-kernels';
import { TwinFrameMeter } from './twin-frame-meter';
import { TwinFrameComparison } from './twin-kernels';
import { WasmFrameMeter } from './wasm-frame-meter';
import { WasmFrameComparison } from './wasm-kernels';

/** The fastest kernels that run here. Which they are shows in the speed alone: their numbers are the same. */
export async function openFrameComparison(shape: FrameShape): Promise<FrameComparison> {
  return hasWasmSimd() ? WasmFrameComparison.open(shape) : new TwinFrameComparison(shape);
}

export async function openFrameMeter(shape: MeteredShape): Promise<FrameMeter> {
  return hasWasmSimd() ? WasmFrameMeter.open(shape) : new TwinFrameMeter(shape);
}
