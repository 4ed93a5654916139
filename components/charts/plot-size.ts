/** The box a plot is drawn in. It is stretched to its column; only the height is in pixels. */
export const PLOT_WIDTH = 1000;
export const PLOT_HEIGHT = 160;
