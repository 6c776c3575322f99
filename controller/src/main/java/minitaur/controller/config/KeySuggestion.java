package minitaur.controller.config;

import java.util.Collection;
import java.util.Locale;
import java.util.Optional;

/** Finds the most similar key. */
final class KeySuggestion {
  private KeySuggestion() {}

  /**
   * The path whose last key is most similar to {@code written}, if it is similar enough to be a
   * typo. The first of several equally similar paths wins.
   *
   * @param written the key as written
   * @param paths candidates, keys joined by dots, in order of decreasing likelihood. Not modified.
   */
  static Optional<String> nearest(String written, Collection<String> paths) {
    String word = normalize(written);
    int bestDistance = Math.max(1, word.length() / 3) + 1;
    String bestPath = null;
    for (String path : paths) {
      int distance = editDistance(word, normalize(path.substring(path.lastIndexOf('.') + 1)));
      if (distance < bestDistance) {
        bestDistance = distance;
        bestPath = path;
      }
    }
    return Optional.ofNullable(bestPath);
  }

  /** Normalizes a key: learning_rate, learning-rate and learningRate are considered equal. */
  private static String normalize(String key) {
    return key.replace("_", "").replace("-", "").toLowerCase(Locale.ROOT);
  }

  /**
   * Edit distance: min number of insertions, deletions, replacements and transpositions of
   * neighbors from {@code a} to {@code b}.
   */
  private static int editDistance(String a, String b) {
    int[][] d = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        if (i == 0 || j == 0) {
          d[i][j] = i + j;
          continue;
        }
        int replacement = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
        d[i][j] =
            Math.min(Math.min(d[i - 1][j] + 1, d[i][j - 1] + 1), d[i - 1][j - 1] + replacement);
        boolean swapped =
            i > 1
                && j > 1
                && a.charAt(i - 1) == b.charAt(j - 2)
                && a.charAt(i - 2) == b.charAt(j - 1);
        if (swapped) {
          d[i][j] = Math.min(d[i][j], d[i - 2][j - 2] + 1);
        }
      }
    }
    return d[a.length()][b.length()];
  }
}
