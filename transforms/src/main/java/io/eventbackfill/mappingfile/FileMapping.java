package io.eventbackfill.mappingfile;

import com.google.common.hash.Hashing;
import io.eventbackfill.mapping.Mapping;
import io.eventbackfill.model.Checked;
import io.eventbackfill.model.SkippedFile;
import io.eventbackfill.model.SourceRow;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A mapping that a document describes.
 *
 * <p>Guarantees, for any row that is JSON: it ends as an event or as a refusal, nothing is thrown;
 * the same row gives the same event and notes, on every machine; the time is the row's own, never
 * now; values that are not converted keep their bytes.
 *
 * <p>Immutable and thread-safe. It travels as the document's text and is made ready where it is
 * used first.
 */
public final class FileMapping implements Mapping {
  private static final long serialVersionUID = 1L;

  private final String text;
  private transient volatile @Nullable Plan plan;

  private FileMapping(String text, Plan plan) {
    this.text = text;
    this.plan = plan;
  }

  /**
   * What became of a document.
   *
   * @param mapping the mapping; empty if there are problems
   * @param problems everything that is wrong, in the document's order
   */
  public record Result(Optional<FileMapping> mapping, List<Problem> problems) {}

  /**
   * Reads a document. Never throws, whatever it holds.
   *
   * @param file its name, for the problems
   * @param text its content
   */
  public static Result read(String file, String text) {
    Problems problems = new Problems(file);
    Yaml document = YamlReader.read(text, problems);
    Plan plan = document == null ? null : DocumentReader.read(document, problems);
    return plan == null || !problems.isEmpty()
        ? new Result(Optional.empty(), problems.sorted())
        : new Result(Optional.of(new FileMapping(text, plan)), List.of());
  }

  private Plan plan() {
    Plan made = plan;
    if (made == null) {
      Problems problems = new Problems("mapping");
      Yaml document = Objects.requireNonNull(YamlReader.read(text, problems));
      made = Objects.requireNonNull(DocumentReader.read(document, problems));
      plan = made;
    }
    return made;
  }

  @Override
  public String name() {
    return plan().name();
  }

  @Override
  public Optional<SkippedFile> skips(String path) {
    return Optional.empty();
  }

  @Override
  public Optional<String> project(SourceRow row) {
    return Optional.empty();
  }

  @Override
  public Optional<Set<String>> fields() {
    return plan().columns().read();
  }

  @Override
  public Optional<String> timeField() {
    return plan().columns().time();
  }

  /** The columns the document names, those it drops too. */
  public Set<String> named() {
    return Set.copyOf(plan().columns().named());
  }

  /** True if a column nobody names is noted as unknown. */
  public boolean notesOthers() {
    return plan().columns().noteOthers();
  }

  /** True if a column that is not there is only the other reading of a path whose column is. */
  public boolean isReachable(String column, Set<String> seen) {
    int dot = column.indexOf('.');
    if (dot > 0 && seen.contains(column.substring(0, dot))) {
      return true;
    }
    return seen.stream().anyMatch(name -> name.startsWith(column + ".") && named().contains(name));
  }

  /** The name and a hash of what the document says, whatever its comments and its layout. */
  @Override
  public String fingerprint() {
    Yaml document = Objects.requireNonNull(YamlReader.read(text, new Problems("mapping")));
    String hash =
        Hashing.sha256().hashString(document.canonical(), StandardCharsets.UTF_8).toString();
    return name() + " sha256:" + hash;
  }

  @Override
  public Checked map(SourceRow row) {
    return plan().map(row);
  }

  @Override
  public String toString() {
    return fingerprint();
  }
}
