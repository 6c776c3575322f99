package minitaur.controller.run.storage;

import java.awt.image.IndexColorModel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * A palette of up to 255 colors computed from images by median cut (Heckbert 1982): the box of
 * colors with the widest range is split at the median of its pixels until there are enough boxes.
 * Index 0 is transparent.
 */
final class Palette {
  /** Index of the transparent color. */
  static final byte TRANSPARENT = 0;

  private static final int COLORS = 255;

  /** Number of quantization levels per channel. */
  private static final int LEVELS = 32;

  private static final int BIN_WIDTH = 256 / LEVELS;
  private static final int BINS = LEVELS * LEVELS * LEVELS;

  private final byte[] red;
  private final byte[] green;
  private final byte[] blue;
  private final byte[] indices;

  private Palette(List<int[]> boxes, Histogram histogram) {
    red = new byte[boxes.size() + 1];
    green = new byte[boxes.size() + 1];
    blue = new byte[boxes.size() + 1];
    indices = new byte[BINS];
    for (int box = 0; box < boxes.size(); box++) {
      long pixels = 0;
      long[] sums = new long[3];
      for (int bin : boxes.get(box)) {
        pixels += histogram.counts[bin];
        for (int channel = 0; channel < 3; channel++) {
          sums[channel] += histogram.sums[channel][bin];
        }
      }
      red[box + 1] = (byte) (sums[0] / pixels);
      green[box + 1] = (byte) (sums[1] / pixels);
      blue[box + 1] = (byte) (sums[2] / pixels);
    }
    for (int bin = 0; bin < BINS; bin++) {
      indices[bin] = nearestColor(bin);
    }
  }

  private byte nearestColor(int bin) {
    int r = binCenter(level(bin, 0));
    int g = binCenter(level(bin, 1));
    int b = binCenter(level(bin, 2));
    int best = 1;
    int minDistance = Integer.MAX_VALUE;
    for (int i = 1; i < red.length; i++) {
      int dr = r - (red[i] & 0xff);
      int dg = g - (green[i] & 0xff);
      int db = b - (blue[i] & 0xff);
      int distance = dr * dr + dg * dg + db * db;
      if (distance < minDistance) {
        minDistance = distance;
        best = i;
      }
    }
    return (byte) best;
  }

  private static int bin(int rgb) {
    int r = channel(rgb, 0) / BIN_WIDTH;
    int g = channel(rgb, 1) / BIN_WIDTH;
    int b = channel(rgb, 2) / BIN_WIDTH;
    return (r * LEVELS + g) * LEVELS + b;
  }

  /** Level of a channel, red first, in a bin: 0 to {@link #LEVELS} - 1. */
  private static int level(int bin, int channel) {
    return switch (channel) {
      case 0 -> bin / (LEVELS * LEVELS);
      case 1 -> bin / LEVELS % LEVELS;
      default -> bin % LEVELS;
    };
  }

  private static int binCenter(int level) {
    return level * BIN_WIDTH + BIN_WIDTH / 2;
  }

  /** Value of a channel of a pixel, red first, 0 to 255. */
  private static int channel(int rgb, int channel) {
    return (rgb >> (8 * (2 - channel))) & 0xff;
  }

  /** Index of the color nearest to an RGB pixel; never the transparent one. */
  byte index(int rgb) {
    return indices[bin(rgb)];
  }

  IndexColorModel colorModel() {
    return new IndexColorModel(8, red.length, red, green, blue, TRANSPARENT);
  }

  /** Histogram of colors. */
  static final class Histogram {
    private final long[] counts = new long[BINS];

    /** {@code [channel][bin]} sum of the pixels' values. */
    private final long[][] sums = new long[3][BINS];

    /** Adds RGB pixels. */
    void add(int[] pixels) {
      for (int rgb : pixels) {
        int bin = bin(rgb);
        counts[bin]++;
        for (int channel = 0; channel < 3; channel++) {
          sums[channel][bin] += channel(rgb, channel);
        }
      }
    }

    /** Computes the palette of the added pixels. */
    Palette computePalette() {
      int[] usedBins = new int[BINS];
      int size = 0;
      for (int bin = 0; bin < BINS; bin++) {
        if (counts[bin] > 0) {
          usedBins[size++] = bin;
        }
      }
      List<int[]> boxes = new ArrayList<>(List.of(Arrays.copyOf(usedBins, size)));
      while (boxes.size() < COLORS) {
        int[] widest = boxes.stream().max(Comparator.comparingInt(Histogram::range)).orElseThrow();
        if (widest.length == 1) {
          break;
        }
        boxes.remove(widest);
        split(widest, boxes);
      }
      return new Palette(boxes, this);
    }

    private void split(int[] box, List<int[]> boxes) {
      int channel = widestChannel(box);
      int[] sorted =
          Arrays.stream(box)
              .boxed()
              .sorted(Comparator.comparingInt(bin -> level(bin, channel)))
              .mapToInt(Integer::intValue)
              .toArray();
      long half = Arrays.stream(sorted).mapToLong(bin -> counts[bin]).sum() / 2;
      long below = 0;
      int end = 0;
      while (end < sorted.length - 1 && (end == 0 || below < half)) {
        below += counts[sorted[end++]];
      }
      boxes.add(Arrays.copyOfRange(sorted, 0, end));
      boxes.add(Arrays.copyOfRange(sorted, end, sorted.length));
    }

    private static int range(int[] box, int channel) {
      int min = LEVELS;
      int max = 0;
      for (int bin : box) {
        min = Math.min(min, level(bin, channel));
        max = Math.max(max, level(bin, channel));
      }
      return max - min;
    }

    private static int range(int[] box) {
      return range(box, widestChannel(box));
    }

    private static int widestChannel(int[] box) {
      int widest = 0;
      for (int channel = 1; channel < 3; channel++) {
        widest = range(box, channel) > range(box, widest) ? channel : widest;
      }
      return widest;
    }
  }
}
