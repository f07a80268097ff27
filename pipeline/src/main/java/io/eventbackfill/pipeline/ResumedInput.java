package io.eventbackfill.pipeline;

import io.eventbackfill.ledger.LedgerRefusedException;
import io.eventbackfill.model.InputFile;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Whether the files of a run are as they were when it began, as far as a listing tells. */
final class ResumedInput {
  private ResumedInput() {}

  /**
   * Compares files with what they were.
   *
   * @param before the run's files
   * @param listed files that were just looked up; others are looked up now
   * @throws LedgerRefusedException if one is gone or has changed; it is named
   */
  static void check(List<InputFile> before, List<InputFile> listed) throws IOException {
    Map<String, InputFile> now = new HashMap<>();
    listed.forEach(file -> now.put(file.name(), file));
    for (InputFile file : before) {
      InputFile found = now.get(file.name());
      if (found == null) {
        found = lookUp(file.name());
      }
      Optional<String> change = change(file, found);
      if (change.isPresent()) {
        throw new LedgerRefusedException(
            "the input has changed under the run: %s %s. Restore it, or use another ledger"
                .formatted(file.name(), change.get()));
      }
    }
  }

  private static InputFile lookUp(String name) throws IOException {
    try {
      return InputFiles.named(name);
    } catch (FileNotFoundException e) {
      throw new LedgerRefusedException(
          "the input has changed under the run: " + name + " is gone. Restore it", e);
    }
  }

  private static Optional<String> change(InputFile before, InputFile now) {
    if (before.bytes() != now.bytes()) {
      return Optional.of("had %,d bytes and has %,d".formatted(before.bytes(), now.bytes()));
    }
    String was = before.checksum();
    String is = now.checksum();
    return was != null && is != null && !was.equals(is)
        ? Optional.of("has another checksum")
        : Optional.empty();
  }
}
