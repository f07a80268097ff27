package io.eventbackfill.ordering;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.arrayWithSize;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThan;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.eventbackfill.model.Bytes;
import io.eventbackfill.model.Event.EventTime;
import io.eventbackfill.model.Event.Who;
import io.eventbackfill.model.Origin;
import io.eventbackfill.model.QueuedEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LaneSorterTest {
  private static final Comparator<QueuedEvent> ALL = QueuedEvent.ORDER;
  private static final int PER_BLOCK = 50;

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 49, 50, 51, 20_000})
  void everyEventComesOutOnceAndByTime(int count) throws IOException {
    assertSorted(shuffled(count, 1), new SortMemory(Long.MAX_VALUE));
  }

  /** From room for some blocks down to none at all. */
  @ParameterizedTest
  @CsvSource({"1000000", "100000", "10000", "1", "0"})
  void soTheyDoIfTheyDoNotFitIntoMemory(long memory) throws IOException {
    assertSorted(shuffled(20_000, 2), new SortMemory(memory));
  }

  @Test
  void timesMayLieAsFarApartAsNumbersDo() throws IOException {
    List<QueuedEvent> events = new ArrayList<>();
    for (long micros : new long[] {Long.MAX_VALUE, 0, -1, Long.MIN_VALUE, 1_000, -1_000_000}) {
      events.add(event(micros, events.size()));
    }

    assertSorted(events, new SortMemory(0));
  }

  @Test
  void nothingIsLeftBehindInMemoryOrOnDisk() throws IOException {
    SortMemory memory = new SortMemory(100_000);
    assertSorted(shuffled(5_000, 3), memory);

    assertThat("all of it is there again", memory.take(100_000), is(true));
    assertThat(folder.toFile().list(), arrayWithSize(0));
  }

  @Test
  void aSorterThatIsGivenUpInTheMiddleLeavesNothingEither() throws IOException {
    SortMemory memory = new SortMemory(10_000);
    try (LaneSorter sorter = new LaneSorter(memory, folder)) {
      for (EventBlock block : blocks(shuffled(5_000, 4))) {
        sorter.add(block);
      }
      for (int i = 0; i < 100; i++) {
        sorter.next();
      }
    }

    assertThat(memory.take(10_000), is(true));
    assertThat(folder.toFile().list(), arrayWithSize(0));
  }

  @Test
  void othersMayHaveTakenTheMemory() throws IOException {
    SortMemory memory = new SortMemory(50_000);
    try (LaneSorter greedy = new LaneSorter(memory, folder)) {
      for (EventBlock block : blocks(shuffled(300, 5))) {
        greedy.add(block);
      }
      assertSorted(shuffled(5_000, 6), memory);
    }
  }

  @Test
  void aFolderThatIsNotThereIsNamed() {
    NoSuchFileException e =
        assertThrows(
            NoSuchFileException.class,
            () -> {
              try (LaneSorter sorter =
                  new LaneSorter(new SortMemory(0), folder.resolve("missing"))) {
                sorter.add(blocks(shuffled(1, 1)).get(0));
              }
            });
    assertThat(e.getMessage().startsWith(folder.resolve("missing").toString()), is(true));
  }

  @Test
  void nothingIsAddedToWhatIsSorted() throws IOException {
    try (LaneSorter sorter = new LaneSorter(new SortMemory(1_000_000), folder)) {
      assertThat(sorter.next(), is(nullValue()));
      EventBlock block = blocks(shuffled(1, 1)).get(0);
      assertThrows(IllegalStateException.class, () -> sorter.add(block));
    }
  }

  private void assertSorted(List<QueuedEvent> events, SortMemory memory) throws IOException {
    List<QueuedEvent> sorted = new ArrayList<>();
    try (LaneSorter sorter = new LaneSorter(memory, folder)) {
      for (EventBlock block : blocks(events)) {
        sorter.add(block);
      }
      QueuedEvent event;
      while ((event = sorter.next()) != null) {
        if (!sorted.isEmpty()) {
          long before = sorted.get(sorted.size() - 1).time().millis();
          assertThat(before > event.time().millis(), is(false));
        }
        sorted.add(event);
      }
    }
    sorted.sort(ALL);
    assertThat(sorted, equalTo(events.stream().sorted(ALL).toList()));
    try (Stream<Path> left = Files.list(folder)) {
      assertThat(left.count(), is(lessThan(2L)));
    }
  }

  private static List<QueuedEvent> shuffled(int count, long seed) {
    Random random = new Random(seed);
    List<QueuedEvent> events = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      events.add(event(1_751_387_694_000_000L + random.nextInt(3_000_000), i));
    }
    return events;
  }

  private static QueuedEvent event(long micros, int number) {
    return new QueuedEvent(
        "insert-" + number,
        new EventTime(micros, null, 0),
        new Who("device-" + number % 7, null, null),
        "d:device-" + number % 7,
        new Origin("file-" + number % 3, null, number),
        Bytes.of("{\"number\":" + number + "}"));
  }

  private static List<EventBlock> blocks(List<QueuedEvent> events) {
    List<EventBlock> blocks = new ArrayList<>();
    EventBlock.Builder builder = new EventBlock.Builder();
    for (int i = 0; i < events.size(); i++) {
      builder.add(events.get(i));
      if (i % PER_BLOCK == PER_BLOCK - 1 || i == events.size() - 1) {
        blocks.add(builder.build());
      }
    }
    return blocks;
  }
}
