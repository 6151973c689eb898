import type { NativeImage } from 'electron';
import type { ElectronApi } from '../electron-api.ts';
import { BADGE_GLYPH, GLYPH_BOX, GLYPHS, type TrayState } from './glyphs.ts';
import { type Ink, inkOf, paint, type Picture } from './picture.ts';
import { pngOf } from './png.ts';
import { fillPath, grown } from './raster.ts';

/** `template`: black and alpha, the system colours it; the others say what lies under it. */
export type TrayInk = 'template' | 'on-light' | 'on-dark';

/** Pixels of a side at scale 1. */
export const TRAY_PX = 16;
export const SCALES = [1, 2] as const;

const INKS: Readonly<Record<Exclude<TrayInk, 'template'>, { readonly fore: string; readonly rim: string }>> = {
  'on-light': { fore: '#1d2429', rim: '#ffffff' },
  'on-dark': { fore: '#f2f5f7', rim: '#000000' },
};
/** Beside the shape, never instead of it. */
const ACCENTS: Readonly<Partial<Record<TrayState, Readonly<Record<'on-light' | 'on-dark', string>>>>> = {
  hot: { 'on-light': '#b45309', 'on-dark': '#fbbf24' },
  halted: { 'on-light': '#b91c1c', 'on-dark': '#f87171' },
};
/** A panel may be dark in a light theme: the rim keeps the shape readable on either. */
const RIM_ALPHA = 0.45;

/** The state's shape at so many pixels a side. */
export function trayPicture(state: TrayState, ink: TrayInk, size: number): Picture {
  const mask = fillPath(GLYPHS[state], GLYPH_BOX, size);
  if (ink === 'template') return paint(size, [{ mask, ink: inkOf('#000000') }]);
  const { fore, rim } = INKS[ink];
  return paint(size, [
    { mask: grown(mask, size / TRAY_PX), ink: inkOf(rim, RIM_ALPHA) },
    { mask, ink: inkOf(ACCENTS[state]?.[ink] ?? fore) },
  ]);
}

/** The same as Electron takes it, for ordinary and for fine screens. */
export function trayImage(electron: Pick<ElectronApi, 'nativeImage'>, state: TrayState, ink: TrayInk): NativeImage {
  const image = imageOf(electron, (size) => trayPicture(state, ink, size));
  if (ink === 'template') image.setTemplateImage(true);
  return image;
}

const BADGE_INK: Ink = inkOf('#b91c1c');

export function badgeImage(electron: Pick<ElectronApi, 'nativeImage'>): NativeImage {
  return imageOf(electron, (size) => paint(size, [{ mask: fillPath(BADGE_GLYPH, GLYPH_BOX, size), ink: BADGE_INK }]));
}

function imageOf({ nativeImage }: Pick<ElectronApi, 'nativeImage'>, draw: (size: number) => Picture): NativeImage {
  const image = nativeImage.createEmpty();
  for (const scaleFactor of SCALES) {
    const size = TRAY_PX * scaleFactor;
    const dataURL = `data:image/png;base64,${pngOf(draw(size)).toString('base64')}`;
    image.addRepresentation({ scaleFactor, width: size, height: size, dataURL });
  }
  return image;
}
