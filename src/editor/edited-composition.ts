import type { Composition } from '../index';
import { withLayerOverrides, type LayerOverride, type LayerOverrides } from './layer-overrides';

/**
 * The composition with the overrides as they are now: changes made later are not the running export's. They are its
 * version too, so that an export is not gone on with under others.
 */
export function editedComposition(composition: Composition, overrides: LayerOverrides): Composition {
  const version = JSON.stringify([composition.version ?? null, overrides]);
  return { ...withLayerOverrides(composition, () => overrides), version };
}

/** By what a queue knows the composition and its overrides, in a later session too: `title?0,screen,0.5,;2,,,1`. */
export function editedKey(composition: Composition, overrides: LayerOverrides): string {
  const layers = Object.entries(overrides).map(([index, layer]: [string, LayerOverride]) => {
    const { blendMode = '', opacity = '', hidden } = layer;
    return [index, blendMode, opacity, hidden === undefined ? '' : Number(hidden)].join(',');
  });
  return layers.length === 0 ? composition.id : `${composition.id}?${layers.join(';')}`;
}

/** @throws RangeError where the editor has no such composition (any more) */
export function compositionOfKey(key: string, compositions: readonly Composition[]): Composition {
  const [id = '', layers = ''] = key.split('?');
  const composition = compositions.find((each) => each.id === id);
  if (composition === undefined) throw new RangeError(`The editor has no composition “${id}”.`);
  const overrides = layers
    .split(';')
    .filter(Boolean)
    .map((layer) => {
      const [index = '', blendMode = '', opacity = '', hidden = ''] = layer.split(',');
      const override: LayerOverride = {
        ...(blendMode === '' ? {} : { blendMode }),
        ...(opacity === '' ? {} : { opacity: Number(opacity) }),
        ...(hidden === '' ? {} : { hidden: hidden === '1' }),
      };
      return [index, override] as const;
    });
  return editedComposition(composition, Object.fromEntries(overrides));
}
