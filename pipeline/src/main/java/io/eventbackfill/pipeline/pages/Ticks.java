package io.eventbackfill.pipeline.pages;

import java.util.ArrayList;
import java.util.List;

/**
 * The round values along an axis that begins at 0.
 *
 * @param values ascending, from 0 to the axis' end
 */
record Ticks(List<Double> values) {
  private static final double[] ROUND = {1, 2, 2.5, 5, 10};
  private static final int MOST = 4;

  /** For an axis that has room for this value; of nothing, an axis up to 1. */
  static Ticks upTo(double value) {
    double least = value > 0 ? value / MOST : 1;
    double power = Math.pow(10, Math.floor(Math.log10(least)));
    double step = power * 10;
    for (int i = ROUND.length - 1; i >= 0; i--) {
      if (ROUND[i] * power >= least) {
        step = ROUND[i] * power;
      }
    }
    List<Double> values = new ArrayList<>();
    int steps = value > 0 ? (int) Math.ceil(value / step - 1e-9) : 1;
    for (int i = 0; i <= steps; i++) {
      values.add(i * step);
    }
    return new Ticks(List.copyOf(values));
  }

  /** Where the axis ends. */
  double end() {
    return values.get(values.size() - 1);
  }
}
