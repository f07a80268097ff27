package io.eventbackfill.mappingfile;

import java.util.Collection;
import java.util.Locale;

/** What somebody may have meant. */
public final class Suggestion {
  private static final int LONGEST = 40;

  private Suggestion() {}

  /** {@code ; did you mean 'time'?} if one of the words is near, else nothing. */
  public static String of(String given, Collection<String> words) {
    String nearest = "";
    int least = Math.min(4, given.length() / 3 + 2);
    for (String word : words) {
      int distance = distance(fold(given), fold(word));
      if (distance < least && distance < word.length()) {
        least = distance;
        nearest = word;
      }
    }
    return nearest.isEmpty() ? "" : "; did you mean '" + nearest + "'?";
  }

  /** Text that fits into a message. */
  static String shortened(String text) {
    String line = text.replaceAll("\\p{Cntrl}", " ");
    return line.length() <= LONGEST ? line : line.substring(0, LONGEST) + "…";
  }

  private static String fold(String word) {
    String folded = word.toLowerCase(Locale.ROOT).replace("_", "").replace("-", "");
    return folded.length() <= LONGEST ? folded : folded.substring(0, LONGEST);
  }

  /** Letters to insert, delete, change or swap. */
  private static int distance(String a, String b) {
    int[][] d = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        if (i == 0 || j == 0) {
          d[i][j] = i + j;
          continue;
        }
        int change = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
        d[i][j] = Math.min(Math.min(d[i - 1][j], d[i][j - 1]) + 1, d[i - 1][j - 1] + change);
        if (i > 1
            && j > 1
            && a.charAt(i - 1) == b.charAt(j - 2)
            && a.charAt(i - 2) == b.charAt(j - 1)) {
          d[i][j] = Math.min(d[i][j], d[i - 2][j - 2] + 1);
        }
      }
    }
    return d[a.length()][b.length()];
  }
}
