import { hasWasmSimd } from '../wasm-module';
import type { PlanarKernel, PlanarKernelSettings } from './planar-kernel';
import { TwinPlanarKernel } from './twin-kernel';
import { WasmPlanarKernel } from './wasm-kernel';

/** The fastest kernel that runs here. Which one it is shows in the speed alone: their bytes are the same. */
export async function openPlanarKernel(settings: PlanarKernelSettings): Promise<PlanarKernel> {
  return hasWasmSimd() ? WasmPlanarKernel.open(settings) : new TwinPlanarKernel(settings);
}
