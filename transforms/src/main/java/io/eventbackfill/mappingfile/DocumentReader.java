package io.eventbackfill.mappingfile;

import io.eventbackfill.mapping.AmplitudeExportMapping;
import io.eventbackfill.mapping.AmplitudeWarehouseMapping;
import io.eventbackfill.model.Attributes;
import io.eventbackfill.model.JsonValue;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A document's tree to a plan; all problems at once. */
final class DocumentReader {
  static final List<String> KEYS =
      List.of(
          "version",
          "name",
          "preset",
          "keep",
          "event_type",
          "time",
          "device",
          "user",
          "identity",
          "session_id",
          Attributes.EVENT_PROPERTIES,
          Attributes.USER_PROPERTIES,
          Attributes.GROUPS,
          "attributes",
          "others",
          "drop");

  static final List<String> OTHERS =
      List.of(Attributes.EVENT_PROPERTIES, Attributes.USER_PROPERTIES, "ignore", "note");

  /** Ends up in identities, file names and reports. */
  static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9_-]{0,59}");

  private static final Set<String> BUILT_IN =
      Set.of(AmplitudeExportMapping.NAME, AmplitudeWarehouseMapping.NAME);

  private final Problems problems;
  private final ValueReader values;
  private final Block block;
  private final Set<String> dropped = new HashSet<>();
  private final Set<String> named = new HashSet<>();

  private DocumentReader(Yaml.Entries document, Problems problems) {
    this.problems = problems;
    this.values = new ValueReader(problems);
    this.block = new Block(withPreset(document, problems), KEYS, problems);
  }

  /** The plan; not to be used if there are problems. Null if nothing can be made of it. */
  static @Nullable Plan read(Yaml document, Problems problems) {
    if (!(document instanceof Yaml.Entries entries)) {
      problems.add(document.place(), "a mapping file is a block of keys, not " + document.kind());
      return null;
    }
    return new DocumentReader(entries, problems).plan();
  }

  private static Yaml.Entries withPreset(Yaml.Entries document, Problems problems) {
    Yaml.Entry given = document.byKey().get("preset");
    if (given == null) {
      return document;
    }
    Preset preset = given.value() instanceof Yaml.Scalar name ? Preset.named(name.text()) : null;
    if (preset == null) {
      problems.add(
          given.value().place(),
          "unknown preset %s (%s)"
              .formatted(
                  given.value().kind(),
                  String.join(", ", Arrays.stream(Preset.values()).map(Preset::code).toList())));
      return document;
    }
    boolean own = Preset.OWN_COLUMNS.stream().noneMatch(document.byKey()::containsKey);
    String defaults = preset.defaults() + (own ? Preset.KEEP + "\n" : "");
    Yaml read = YamlReader.read(defaults, new Problems("preset " + preset.code()));
    return Block.merged(document, (Yaml.Entries) Objects.requireNonNull(read));
  }

  private Plan plan() {
    version();
    String name = name();
    Value keep = block.has("keep") ? Value.of(values.expression(get("keep"), "keep")) : null;
    Value type = required("event_type", "'event_type: some_column', or {constant: Order Placed}");
    Plan.Time time = time();
    Value device = optional("device");
    Value user = optional("user");
    if (device == null && user == null) {
      problems.add(block.place(), "device or user is missing: an event needs one of them");
    }
    IdentityReader identities = new IdentityReader(block, values, problems);
    Identity identity = identities.identity(name);
    drop();
    List<Plan.Attribute> attributes =
        new AttributesReader(block, values, named, problems).attributes();
    named.addAll(values.columns());
    named.addAll(dropped);
    String others = others();
    boolean all = identity.values().isEmpty() || others.endsWith("_properties");
    Plan.Columns columns =
        new Plan.Columns(
            named,
            dropped,
            all ? Optional.empty() : Optional.of(Set.copyOf(values.columns())),
            others.equals("note"),
            timeColumn(time));
    return new Plan(name, keep, type, time, device, user, identity, attributes, columns);
  }

  private Yaml get(String key) {
    return Objects.requireNonNull(block.get(key));
  }

  private void version() {
    Yaml.Scalar version = block.text("version", "1");
    if (!block.has("version")) {
      problems.add(block.place(), "version is missing: write 'version: 1'");
    } else if (version != null && !version.text().equals("1")) {
      problems.add(
          version.place(), "version must be 1, the only one there is, not " + version.kind());
    }
  }

  private String name() {
    Yaml.Scalar name = block.text("name", "a name");
    if (name == null) {
      if (!block.has("name")) {
        problems.add(
            block.place(), "name is missing: a name for this table, such as 'name: orders'");
      }
      return "";
    }
    if (!NAME.matcher(name.text()).matches() || BUILT_IN.contains(name.text())) {
      problems.add(
          name.place(),
          name.kind()
              + " can't be a name: use lower-case letters, digits, - and _, and no"
              + " built-in mapping's name");
    }
    return name.text();
  }

  private Value required(String key, String example) {
    if (!block.has(key)) {
      problems.add(block.place(), "%s is missing: %s".formatted(key, example));
      return Value.of(new Source.Constant(JsonValue.NULL));
    }
    return values.value(get(key), key, null);
  }

  private @Nullable Value optional(String key) {
    return block.has(key) ? values.value(get(key), key, null) : null;
  }

  private Plan.Time time() {
    if (!block.has("time")) {
      problems.add(block.place(), "time is missing: 'time: some_column', it is never now");
      return new Plan.Time(
          Value.of(new Source.Constant(JsonValue.NULL)), new IsoTime(ZoneOffset.UTC));
    }
    return values.time(get("time"), "time");
  }

  /** Readers of files compare it as UTC. */
  private Optional<String> timeColumn(Plan.Time time) {
    boolean plain = time.format() instanceof IsoTime iso && iso.isUtc();
    return plain && time.value().source() instanceof Source.Column column
        ? Optional.of(column.name())
        : Optional.empty();
  }

  private void drop() {
    Yaml given = block.get("drop");
    if (given instanceof Yaml.Items items) {
      for (Yaml item : items.items()) {
        if (item instanceof Yaml.Scalar column && !column.isEmpty()) {
          dropped.add(column.text());
        } else {
          problems.add(item.place(), "drop lists names of columns, not " + item.kind());
        }
      }
    } else if (given != null) {
      problems.add(given.place(), "drop must be a list of columns, not " + given.kind());
    }
  }

  private String others() {
    Yaml.Scalar given = block.text("others", "one of " + String.join(", ", OTHERS));
    if (given == null) {
      return "note";
    }
    if (!OTHERS.contains(given.text())) {
      problems.add(
          given.place(),
          "others must be one of %s, not %s%s"
              .formatted(
                  String.join(", ", OTHERS), given.kind(), Suggestion.of(given.text(), OTHERS)));
    }
    return given.text();
  }
}
