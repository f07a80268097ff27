package io.eventbackfill.steps;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.eventbackfill.ledger.Store;
import io.eventbackfill.ledger.Store.Item;
import io.eventbackfill.ledger.StoreContract;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FileSystemStoreTest extends StoreContract {
  private static final byte[] ONE = {1};

  @TempDir private Path folder;

  @Override
  protected Store emptyStore() {
    return FileSystemStore.in(folder.resolve("my ledger") + "/");
  }

  private List<String> files() throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(Files::isRegularFile)
          .map(file -> folder.relativize(file).toString())
          .toList();
    }
  }

  @Test
  void objectsAreFilesAndNothingElseIsLeft() throws IOException {
    Store store = emptyStore();
    store.write("runs/a.json", ONE);
    store.write("runs/a.json", ONE);

    assertThat(files(), contains("my ledger/runs/a.json"));
    assertThat(store.address("runs/a.json"), equalTo(folder + "/my ledger/runs/a.json"));
  }

  @Test
  void aFileThatSomebodyPutThereIsAnObject() throws IOException {
    Store store = emptyStore();
    store.write("a", ONE);
    Files.writeString(folder.resolve("my ledger/.b"), "four");

    assertThat(store.list(""), contains(new Item(".b", 4), new Item("a", 1)));
  }

  @Test
  void aFolderIsNamedWithOrWithoutASlashOrAsAnAddress() throws IOException {
    emptyStore().write("a", ONE);

    for (String name : List.of("/my ledger", "/my ledger/", "/my ledger//", "/./x/../my ledger/")) {
      for (String scheme : List.of("", "file:", "file://", "FILE://")) {
        Store store = FileSystemStore.in(scheme + folder + name);
        assertThat(scheme + name, store.list(""), contains(new Item("a", 1)));
        assertThat(store.address("a"), equalTo(folder + "/my ledger/a"));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"./target/store-test", "target/store-test/", "../transforms/target/x/.."})
  void aRelativeFolderIsResolvedWhereTheRunStarts(String relative) throws IOException {
    Store store = FileSystemStore.in(relative);

    assertThat(store.address(""), equalTo(Path.of(relative).toAbsolutePath().normalize() + "/"));
    store.write("runs/relative", ONE);
    try {
      assertThat(store.list("runs/"), hasItem(new Item("runs/relative", 1)));
    } finally {
      store.delete(List.of("runs/relative"));
    }
    assertThat(store.list("runs/"), not(hasItem(new Item("runs/relative", 1))));
  }

  @ParameterizedTest
  @ValueSource(strings = {"*", "?", "[", "{", "\\"})
  void aNameThatReadsAsAPatternIsRefused(String character) throws IOException {
    Store store = emptyStore();
    store.write("ab", ONE);
    String name = "a" + character;

    for (Exception refused :
        List.of(
            assertThrows(
                IllegalArgumentException.class, () -> FileSystemStore.in(folder + "/" + name)),
            assertThrows(IllegalArgumentException.class, () -> store.delete(List.of(name))),
            assertThrows(IllegalArgumentException.class, () -> store.create(name)),
            assertThrows(IllegalArgumentException.class, () -> store.list(name + "/")))) {
      assertThat(refused.getMessage(), containsString("a '" + character + "', which reads as"));
    }
    assertThat(store.list(""), contains(new Item("ab", 1)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "runs/", ".writing/a"})
  void aNameThatIsNeverListedIsRefused(String name) {
    Store store = emptyStore();

    assertThrows(IllegalArgumentException.class, () -> store.create(name));
  }

  @Test
  void aStreamThatNobodyClosesLeavesNoObject() throws IOException {
    Store store = emptyStore();
    store.write("b", ONE);
    OutputStream abandoned = store.create("a");
    abandoned.write(new byte[100_000]);

    assertThat(store.list(""), contains(new Item("b", 1)));
    assertThrows(FileNotFoundException.class, () -> store.open("a"));
    abandoned.close();
  }

  @Test
  void aFileInTheFoldersPlaceIsAFailureThatNamesTheAddress() throws IOException {
    Path file = Files.writeString(folder.resolve("taken"), "x");
    Store store = FileSystemStore.in(file.toString());

    IOException failure = assertThrows(IOException.class, () -> store.write("runs/a", ONE));

    assertThat(failure.getMessage(), containsString("can't write " + file + "/runs/a"));
    assertThrows(FileNotFoundException.class, () -> store.open("runs/a"));
    assertThat(Files.readString(file), equalTo("x"));
  }

  @Test
  void aPlaceThatIsTakenIsAFailureThatNamesTheAddressAndLeavesNothing() throws IOException {
    Store store = emptyStore();
    store.write("runs/a", ONE);

    IOException inFilesPlace = assertThrows(IOException.class, () -> store.write("runs/a/b", ONE));
    IOException inFoldersPlace = assertThrows(IOException.class, () -> store.write("runs", ONE));

    assertThat(
        inFilesPlace.getMessage(), containsString("can't write " + store.address("runs/a/b")));
    assertThat(inFoldersPlace.getMessage(), containsString("can't write " + store.address("runs")));
    assertThat(files(), contains("my ledger/runs/a"));
  }

  @Test
  void whatCannotBeDeletedIsAFailureThatNamesTheAddress() throws IOException {
    Store store = emptyStore();
    store.write("runs/a", ONE);

    IOException failure = assertThrows(IOException.class, () -> store.delete(List.of("runs")));

    assertThat(failure.getMessage(), containsString("can't delete " + store.address("runs")));
    assertThat(store.list(""), contains(new Item("runs/a", 1)));
  }

  @Test
  void aBrokenLinkIsNoObject() throws IOException {
    Store store = emptyStore();
    store.write("a", ONE);
    Files.createSymbolicLink(folder.resolve("my ledger/b"), folder.resolve("nowhere"));

    assertThat(store.list(""), contains(new Item("a", 1)));
    store.delete(List.of("a"));
    assertThat(store.list(""), is(empty()));
  }
}
