package io.eventbackfill.mappingfile;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** All that is wrong with one document, gathered while it is read. */
final class Problems {
  private final String file;
  private final List<Problem> found = new ArrayList<>();

  Problems(String file) {
    this.file = file;
  }

  void add(Place place, String message) {
    found.add(new Problem(file, place.line(), place.column(), message));
  }

  boolean isEmpty() {
    return found.isEmpty();
  }

  /** In the document's order. */
  List<Problem> sorted() {
    return found.stream()
        .sorted(Comparator.comparingInt(Problem::line).thenComparingInt(Problem::column))
        .distinct()
        .toList();
  }

  String file() {
    return file;
  }
}
