import { hasWasmSimd } from '../wasm-module';
import type { FrameComparison, FrameMeter, FrameShape } from './quality-kernels';
import { TwinFrameComparison, TwinFrameMeter } from './twin-kernels';
import { WasmFrameComparison, WasmFrameMeter } from './wasm-kernels';

/** The fastest kernels that run here. Which they are shows in the speed alone: their numbers are the same. */
export async function openFrameComparison(shape: FrameShape): Promise<FrameComparison> {
  return hasWasmSimd() ? WasmFrameComparison.open(shape) : new TwinFrameComparison(shape);
}

export async function openFrameMeter(shape: FrameShape): Promise<FrameMeter> {
  return hasWasmSimd() ? WasmFrameMeter.open(shape) : new TwinFrameMeter(shape);
}
