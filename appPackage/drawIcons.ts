/**
 * Draws color.png and outline.png: `node appPackage/drawIcons.ts`. Two people who answered and one who did not.
 * Sizes and colours as Teams wants them (apps-package.md in Microsoft's docs): 192 x 192 on a full background with
 * a symbol of 96 x 96 in the middle, and 32 x 32 in nothing but white and transparent, without padding.
 */
import { writeFileSync } from 'node:fs';
import { PNG } from 'pngjs';

type Point = readonly [x: number, y: number];
const background = [0x3f, 0x4a, 0x8a] as const;

function fromSegment([x, y]: Point, [ax, ay]: Point, [bx, by]: Point): number {
  const [dx, dy] = [bx - ax, by - ay];
  const along = Math.max(0, Math.min(1, ((x - ax) * dx + (y - ay) * dy) / (dx * dx + dy * dy)));
  return Math.hypot(x - ax - along * dx, y - ay - along * dy);
}

/** Whether a point of the unit square is part of the symbol: three rows, two ticked and one still open. */
function inSymbol(point: Point): boolean {
  return [1 / 6, 1 / 2, 5 / 6].some((y, row) => {
    if (fromSegment(point, [0.5, y], [0.93, y]) < 0.07) return true;
    if (row === 2) return Math.abs(Math.hypot(point[0] - 0.17, point[1] - y) - 0.105) < 0.05;
    const elbow: Point = [0.13, y + 0.09];
    return (
      Math.min(fromSegment(point, [0.055, y + 0.01], elbow), fromSegment(point, elbow, [0.29, y - 0.1])) <
      0.055
    );
  });
}

/** How much of a pixel the symbol covers, 0 to 1, from 8 x 8 points in it. */
function covered(left: number, top: number, pixel: number): number {
  const points = Array.from({ length: 64 }, (_, index): Point => {
    return [left + ((index % 8) + 0.5) * (pixel / 8), top + (Math.floor(index / 8) + 0.5) * (pixel / 8)];
  });
  return points.filter(inSymbol).length / points.length;
}

/** A square icon; `paint` gives red, green, blue and alpha from how much of the pixel the symbol covers. */
function draw(size: number, symbol: number, paint: (share: number) => readonly number[]): Buffer {
  const png = new PNG({ width: size, height: size });
  const padding = (size - symbol) / 2;
  for (let index = 0; index < size * size; index += 1) {
    const [x, y] = [index % size, Math.floor(index / size)];
    png.data.set(paint(covered((x - padding) / symbol, (y - padding) / symbol, 1 / symbol)), index * 4);
  }
  return PNG.sync.write(png);
}

const mix = (share: number) => [...background.map((part) => Math.round(part + (255 - part) * share)), 255];
const folder = new URL('./', import.meta.url);
writeFileSync(new URL('color.png', folder), draw(192, 96, mix));
writeFileSync(
  new URL('outline.png', folder),
  draw(32, 32, (share) => [255, 255, 255, share >= 0.5 ? 255 : 0]),
);
