package io.eventbackfill.mappingfile;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionEndEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.DocumentStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.MappingStartEvent;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * YAML 1.2 to a tree with places. Works on the parser's events, so that nothing is made of a tag,
 * an anchor or an alias: they are problems. Scalars stay text: {@code no} and {@code 2024-01-01}
 * are what they look like.
 */
final class YamlReader {
  /** A mapping of 10,000 columns is smaller. */
  static final int MOST_CHARACTERS = 1_000_000;

  /** The language needs five. */
  private static final int DEEPEST = 16;

  private final Problems problems;
  private final Iterator<Event> events;

  private YamlReader(Problems problems, Iterator<Event> events) {
    this.problems = problems;
    this.events = events;
  }

  /** The document; null, with a problem, if there is none that can be read. */
  static @Nullable Yaml read(String text, Problems problems) {
    if (text.length() > MOST_CHARACTERS) {
      problems.add(Place.START, "the file has more than " + MOST_CHARACTERS + " characters");
      return null;
    }
    LoadSettings settings = LoadSettings.builder().setLabel(problems.file()).build();
    try {
      YamlReader reader =
          new YamlReader(problems, new Parse(settings).parseString(text).iterator());
      return reader.document();
    } catch (MarkedYamlEngineException e) {
      Optional<Mark> mark = e.getProblemMark().or(e::getContextMark);
      problems.add(mark.map(YamlReader::place).orElse(Place.START), "not YAML: " + e.getProblem());
    } catch (YamlEngineException e) {
      problems.add(
          Place.START, "not YAML: " + Suggestion.shortened(String.valueOf(e.getMessage())));
    }
    return null;
  }

  private @Nullable Yaml document() {
    Yaml document = null;
    while (events.hasNext()) {
      Event event = events.next();
      if (event instanceof NodeEvent node) {
        document = node(node, 0);
      } else if (event instanceof DocumentStartEvent && document != null) {
        problems.add(place(event), "a mapping file holds one document, this begins a second");
        return null;
      }
    }
    if (document == null && problems.isEmpty()) {
      problems.add(Place.START, "the file is empty");
    }
    return document;
  }

  /** Null if it is left out, with a problem. */
  private @Nullable Yaml node(NodeEvent event, int depth) {
    Place place = place(event);
    if (event instanceof AliasEvent) {
      problems.add(place, "aliases (*name) are not part of the language; write the value out");
      return null;
    }
    if (event.getAnchor().isPresent()) {
      problems.add(place, "anchors (&name) are not part of the language");
    }
    if (event instanceof ScalarEvent scalar) {
      noTag(scalar.getTag(), place);
      boolean inline = !scalar.isLiteral() && !scalar.isFolded() && scalar.getEndMark().isPresent();
      boolean oneLine =
          inline && scalar.getEndMark().get().getLine() == scalar.getStartMark().get().getLine();
      return new Yaml.Scalar(place, scalar.getValue(), scalar.isPlain(), oneLine);
    }
    CollectionStartEvent start = (CollectionStartEvent) event;
    noTag(start.getTag(), place);
    if (depth == DEEPEST) {
      problems.add(place, "nested deeper than any mapping is");
      skip();
      return null;
    }
    return start instanceof MappingStartEvent ? entries(place, depth) : items(place, depth);
  }

  private void noTag(Optional<String> tag, Place place) {
    tag.ifPresent(t -> problems.add(place, "tags (" + t + ") are not part of the language"));
  }

  /** To the end of the collection that has begun. */
  private void skip() {
    int open = 1;
    while (open > 0) {
      Event event = events.next();
      if (event instanceof CollectionStartEvent) {
        open++;
      } else if (event instanceof CollectionEndEvent) {
        open--;
      }
    }
  }

  private Yaml entries(Place place, int depth) {
    Map<String, Yaml.Entry> byKey = new LinkedHashMap<>();
    while (events.next() instanceof NodeEvent keyEvent) {
      Place keyPlace = place(keyEvent);
      Yaml key = node(keyEvent, depth + 1);
      Yaml value = node((NodeEvent) events.next(), depth + 1);
      if (!(key instanceof Yaml.Scalar name)) {
        problems.add(keyPlace, "a key must be a name");
      } else if (byKey.containsKey(name.text())) {
        problems.add(
            keyPlace,
            "key '%s' stands here twice, first in line %d"
                .formatted(
                    Suggestion.shortened(name.text()), byKey.get(name.text()).keyPlace().line()));
      } else if (value != null) {
        byKey.put(name.text(), new Yaml.Entry(keyPlace, value));
      }
    }
    return new Yaml.Entries(place, byKey);
  }

  private Yaml items(Place place, int depth) {
    List<Yaml> items = new ArrayList<>();
    while (events.next() instanceof NodeEvent event) {
      Yaml item = node(event, depth + 1);
      if (item != null) {
        items.add(item);
      }
    }
    return new Yaml.Items(place, items);
  }

  private static Place place(Event event) {
    return event.getStartMark().map(YamlReader::place).orElse(Place.START);
  }

  private static Place place(Mark mark) {
    return new Place(mark.getLine() + 1, mark.getColumn() + 1);
  }
}
