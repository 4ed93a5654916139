"use client";

import { createContext } from "react";

export type BoardContext = {
  /** The same for all charts of a page: their crosshairs move together. */
  syncId: string;
  /** Shows only that stretch of time, in ms since 1970. */
  zoom: (from: number, to: number) => void;
};

/** A chart on its own has no board: it cannot be zoomed and moves alone. */
export const ChartBoardContext = createContext<BoardContext | null>(null);
