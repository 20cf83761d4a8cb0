/** Height in px of a plot and of what stands in its place while it loads. */
export const PLOT_PX = 280;
