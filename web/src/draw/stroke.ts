/** Half pixels keep one-pixel lines crisp. */
export const crisp = (value: number) => Math.round(value) + 0.5;

export function line(context: CanvasRenderingContext2D, x0: number, y0: number, x1: number, y1: number): void {
  context.beginPath();
  context.moveTo(x0, y0);
  context.lineTo(x1, y1);
  context.stroke();
}
