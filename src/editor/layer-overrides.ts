import type { Composition, Layer, RenderSession } from '../index';

/** What the user has set on one layer in place of what the composition says. */
export interface LayerOverride {
  readonly blendMode?: string;
  /** 0 … 1. */
  readonly opacity?: number;
  readonly hidden?: boolean;
}

/** By the layer's place in the stack, bottom first. */
export type LayerOverrides = Readonly<Record<number, LayerOverride>>;

/**
 * The composition with the overrides applied to its layers, and otherwise the same. Preview and export are both given
 * one, so that what is seen is what is exported.
 *
 * `overrides` is read after every frame. `onLayers` is told the layers as the composition itself gives them.
 */
export function withLayerOverrides(
  composition: Composition,
  overrides: () => LayerOverrides,
  onLayers?: (layers: readonly Layer[]) => void,
): Composition {
  return {
    ...composition,
    open: async (stage) => {
      const session = await composition.open(stage);
      return overriding(session, () => {
        const layers = session.layers();
        onLayers?.(layers);
        return applyOverrides(layers, overrides());
      });
    },
  };
}

function applyOverrides(layers: readonly Layer[], overrides: LayerOverrides): readonly Layer[] {
  return layers.map((layer, index) => {
    const override = overrides[index];
    if (override === undefined) return layer;
    const { blendMode, opacity, hidden } = override;
    return {
      ...layer,
      ...(blendMode === undefined ? {} : { blendMode }),
      ...(opacity === undefined ? {} : { opacity }),
      // Kept in the stack: the places of the others, by which they are known, do not move.
      ...(hidden === true ? { opacity: 0 } : {}),
    };
  });
}

/** The session with other layers. Members are named one by one because a session may be a class with a prototype. */
function overriding(session: RenderSession, layers: () => readonly Layer[]): RenderSession {
  return {
    renderFrame: (frame, context) => session.renderFrame(frame, context),
    layers,
    ...(session.snapshot === undefined ? {} : { snapshot: () => session.snapshot?.() }),
    ...(session.restore === undefined ? {} : { restore: (state: unknown) => session.restore?.(state) }),
    dispose: () => session.dispose(),
  };
}
