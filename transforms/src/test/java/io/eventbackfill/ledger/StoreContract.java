package io.eventbackfill.ledger;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.in;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.eventbackfill.ledger.Store.Item;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every store promises. */
public abstract class StoreContract {
  private Store store;

  /** A store that holds nothing. */
  protected abstract Store emptyStore() throws IOException;

  @BeforeEach
  void open() throws IOException {
    store = emptyStore();
  }

  private void write(String name, String text) throws IOException {
    store.write(name, text.getBytes(StandardCharsets.UTF_8));
  }

  private String read(String name) throws IOException {
    return new String(store.read(name), StandardCharsets.UTF_8);
  }

  private List<String> names(String folder) throws IOException {
    return store.list(folder).stream().map(Item::name).toList();
  }

  @Test
  void whatWasWrittenIsRead() throws IOException {
    write("a.json", "one");
    write("empty", "");

    assertThat(read("a.json"), equalTo("one"));
    assertThat(read("empty"), equalTo(""));
    assertThat(store.list(""), contains(new Item("a.json", 3), new Item("empty", 0)));
  }

  @Test
  void aSecondContentReplacesTheFirst() throws IOException {
    write("runs/a", "a long one");
    write("runs/a", "short");

    assertThat(read("runs/a"), equalTo("short"));
    assertThat(store.list(""), contains(new Item("runs/a", 5)));
  }

  @Test
  void anObjectOfManyWritesIsReadAsAWhole() throws IOException {
    byte[] part = new byte[70_000];
    try (OutputStream out = store.create("big")) {
      for (int i = 0; i < 10; i++) {
        out.write(part);
        out.write('\n');
      }
    }

    try (InputStream in = store.open("big")) {
      assertThat(in.readAllBytes().length, is(700_010));
    }
  }

  @Test
  void anObjectIsThereOnceItsStreamIsClosedAndNotBefore() throws IOException {
    write("a", "old");
    OutputStream changed = store.create("a");
    OutputStream added = store.create("b");
    for (OutputStream out : List.of(changed, added)) {
      out.write(new byte[100_000]);
      out.flush();
    }

    assertThat(names(""), contains("a"));
    assertThat(read("a"), equalTo("old"));

    changed.close();
    added.close();
    assertThat(store.list(""), contains(new Item("a", 100_000), new Item("b", 100_000)));
  }

  @Test
  void aListingGoesToAnyDepthSortedByName() throws IOException {
    for (String name : List.of("runs/b/2", "z", "runs/a", "runs/b/c/d/1", "runs/.x", "run", "a")) {
      write(name, "");
    }

    assertThat(
        names(""), contains("a", "run", "runs/.x", "runs/a", "runs/b/2", "runs/b/c/d/1", "z"));
    assertThat(names("runs/"), contains("runs/.x", "runs/a", "runs/b/2", "runs/b/c/d/1"));
    assertThat(names("runs/b/"), contains("runs/b/2", "runs/b/c/d/1"));
  }

  @Test
  void aFolderThatIsNotThereIsEmpty() throws IOException {
    assertThat(names(""), is(empty()));
    assertThat(names("runs/"), is(empty()));
    write("a", "");
    assertThat(names("a/"), is(empty()));
    assertThat(names("runs/"), is(empty()));
  }

  @Test
  void anObjectThatIsNotThereIsToldFromOneThatCannotBeRead() throws IOException {
    assertThrows(FileNotFoundException.class, () -> store.read("a"));
    write("a/b", "");
    FileNotFoundException missing =
        assertThrows(FileNotFoundException.class, () -> store.open("a/c"));
    assertThat(missing.getMessage(), containsString("a/c"));
  }

  @Test
  void deletedObjectsAreGoneAndOthersStay() throws IOException {
    for (String name : List.of("a", "b/a", "b/aa", "b/c")) {
      write(name, name);
    }

    store.delete(List.of("a", "b/a", "never/was", "b/c"));
    store.delete(List.of("a"));
    store.delete(List.of());

    assertThat(names(""), contains("b/aa"));
    assertThat(read("b/aa"), equalTo("b/aa"));
    assertThrows(FileNotFoundException.class, () -> store.open("a"));
  }

  @Test
  void namesMayHoldSpacesAndAnyLetters() throws IOException {
    String name = "läufe/März 2026/#1 100%25+é.json";
    write(name, "x");

    assertThat(names("läufe/"), contains(name));
    assertThat(read(name), equalTo("x"));
    store.delete(List.of(name));
    assertThat(names(""), is(empty()));
  }

  @Test
  void addressesNameTheObject() {
    assertThat(store.address("runs/a.json"), containsString("/runs/a.json"));
  }

  @Test
  void threadsWriteAtTheSameTimeAndEveryObjectIsWhole() throws Exception {
    List<Callable<Void>> writers = new ArrayList<>();
    for (int writer = 0; writer < 8; writer++) {
      String text = String.valueOf(writer).repeat(20_000);
      String own = "parts/" + writer + "/";
      writers.add(
          () -> {
            for (int i = 10; i < 30; i++) {
              write(own + i, text);
              write("shared", text);
              assertThat(names(own), hasSize(i - 9));
              assertThat(read("shared").chars().distinct().count(), is(1L));
            }
            return null;
          });
    }
    ExecutorService threads = Executors.newFixedThreadPool(writers.size());
    try {
      for (Future<Void> done : threads.invokeAll(writers)) {
        done.get();
      }
    } finally {
      threads.shutdownNow();
    }

    assertThat(store.list("parts/"), hasSize(160));
    assertThat(store.list("").stream().map(Item::bytes).distinct().toList(), contains(20_000L));
    assertThat("shared", is(in(names(""))));
  }

  @Test
  void aCopyOnAnotherMachineIsTheSameKindOfStore() throws Exception {
    write("a", "");
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(store);
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      Store copy = (Store) in.readObject();
      assertThat(copy.list(""), equalTo(store.list("")));
      assertThat(copy.address("a"), equalTo(store.address("a")));
    }
  }
}
