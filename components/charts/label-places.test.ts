import fc from "fast-check";
import { expect, it } from "vitest";
import { labelPlaces } from "./label-places";

const room = { distance: 14, low: 5, high: 315 };

it("leaves labels where they want to be when there is room", () => {
  expect(labelPlaces([20, 100, 60], room)).toEqual([20, 100, 60]);
});

it("moves those apart that want the same place", () => {
  expect(labelPlaces([100, 100, 101], room)).toEqual([100, 114, 128]);
});

it("pushes back from the foot", () => {
  expect(labelPlaces([310, 314, 315], room)).toEqual([287, 301, 315]);
});

it("keeps twelve labels apart, in their order and within the plot, wherever they want to be", () => {
  fc.assert(
    fc.property(fc.array(fc.double({ min: 0, max: 320, noNaN: true }), { maxLength: 12 }), (wanted) => {
      const places = labelPlaces(wanted, room);
      const sorted = [...places].sort((a, b) => a - b);
      for (const [index, place] of sorted.entries()) {
        expect(place).toBeGreaterThanOrEqual(5);
        expect(place).toBeLessThanOrEqual(315);
        if (index > 0) expect(place - (sorted[index - 1] ?? 0)).toBeGreaterThan(13.999);
      }
      for (const [a, one] of wanted.entries())
        for (const [b, other] of wanted.entries())
          if (one < other) expect(places[a]).toBeLessThan(places[b] ?? 0);
    }),
  );
});
