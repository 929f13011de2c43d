import { hasWasmSimd } from '../wasm-module';
import type { ProResKernel, ProResKernelSettings } from './prores-kernel';
import { TwinProResKernel } from './twin-kernel';
import { WasmProResKernel } from './wasm-kernel';

/** The fastest kernel that runs here. Which one it is shows in the speed alone: their bytes are the same. */
export async function openProResKernel(settings: ProResKernelSettings): Promise<ProResKernel> {
  return hasWasmSimd() ? WasmProResKernel.open(settings) : new TwinProResKernel(settings);
}
