package io.eventbackfill.steps;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.eventbackfill.ledger.Store;
import io.eventbackfill.ledger.Store.Item;
import io.eventbackfill.ledger.StoreContract;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import org.apache.beam.sdk.io.FileSystems;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The same store on a file system that can't move anything, as object stores can't. */
class BucketStoreTest extends StoreContract {

  @BeforeAll
  static void register() {
    FileSystems.setDefaultPipelineOptions(PipelineOptionsFactory.create());
  }

  @AfterEach
  void mend() {
    BucketFileSystem.uplink = Integer.MAX_VALUE;
  }

  @Override
  protected Store emptyStore() {
    BucketFileSystem.OBJECTS.clear();
    return FileSystemStore.in("bucket://ours/ledger");
  }

  @Test
  void whatOthersHaveInTheBucketIsNotOurs() throws IOException {
    Store store = emptyStore();
    for (String name : List.of("bucket://ours/ledger2/a", "bucket://ours/ledger", "bucket://o/a")) {
      BucketFileSystem.OBJECTS.put(name, new byte[1]);
    }

    assertThat(store.list(""), is(empty()));
  }

  @Test
  void anEmptyObjectInAFoldersPlaceIsNoObject() throws IOException {
    Store store = emptyStore();
    BucketFileSystem.OBJECTS.put("bucket://ours/ledger/", new byte[0]);
    BucketFileSystem.OBJECTS.put("bucket://ours/ledger/runs/", new byte[0]);

    assertThat(store.list(""), is(empty()));
    assertThat(store.list("runs/"), is(empty()));
  }

  @Test
  void aWriteThatFailsLeavesTheOldContent() throws IOException {
    Store store = emptyStore();
    store.write("a", new byte[3]);
    BucketFileSystem.uplink = 100_000;

    IOException failure =
        assertThrows(IOException.class, () -> store.write("a", new byte[200_000]));

    assertThat(failure.getMessage(), containsString("bucket://ours/ledger/a"));
    assertThat(failure.getMessage(), containsString("the connection is lost"));
    assertThat(store.list(""), contains(new Item("a", 3)));
  }

  @Test
  void aStreamThatBrokeStaysBrokenWhoeverClosesIt() throws IOException {
    Store store = emptyStore();
    BucketFileSystem.uplink = 20_000;
    OutputStream out = store.create("a");
    out.write(new byte[10_000]);
    assertThrows(IOException.class, () -> out.write(new byte[15_000]));

    BucketFileSystem.uplink = Integer.MAX_VALUE;
    IOException again = assertThrows(IOException.class, () -> out.write(1));
    out.close();
    out.close();

    assertThat(again.getMessage(), equalTo("the stream is broken: bucket://ours/ledger/a"));
    assertThat(store.list(""), is(empty()));
  }

  @Test
  void aFailureThatShowsOnlyWhenTheStreamIsClosedIsNotLost() throws IOException {
    Store store = emptyStore();
    BucketFileSystem.uplink = 5;
    OutputStream out = store.create("a");
    out.write(new byte[10]);

    assertThrows(IOException.class, out::close);

    assertThat(store.list(""), is(empty()));
  }
}
