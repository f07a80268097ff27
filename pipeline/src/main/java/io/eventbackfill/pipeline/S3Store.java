package io.eventbackfill.pipeline;

import io.eventbackfill.ledger.Store;
import io.eventbackfill.steps.FileSystemStore;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Collection;
import java.util.List;
import org.apache.beam.runners.core.construction.SerializablePipelineOptions;
import org.apache.beam.sdk.options.PipelineOptions;
import org.jspecify.annotations.Nullable;

/**
 * A folder on S3, listed with one request for each 1,000 objects. Beam's own listing asks for each
 * object once more and fails if another process has removed one meanwhile, as a ledger's runs do.
 * All else is Beam's.
 */
final class S3Store implements Store {
  private static final long serialVersionUID = 1L;

  private final FileSystemStore objects;
  private final SerializablePipelineOptions options;
  private transient @Nullable S3Objects listing;

  private S3Store(FileSystemStore objects, PipelineOptions options) {
    this.objects = objects;
    this.options = new SerializablePipelineOptions(options);
  }

  /**
   * The store in a folder, on S3 or elsewhere.
   *
   * @throws IllegalArgumentException if its name reads as a pattern
   */
  static Store orOther(String folder, PipelineOptions options) {
    FileSystemStore store = FileSystemStore.in(folder);
    return S3Objects.isAddress(folder) ? new S3Store(store, options) : store;
  }

  @Override
  public List<Item> list(String folder) throws IOException {
    try {
      return listing().below(address(""), folder);
    } catch (IOException e) {
      throw new IOException("can't list " + address(folder) + ": " + e.getMessage(), e);
    }
  }

  /** One for as long as the store lives: each has credentials of its own to look up. */
  private synchronized S3Objects listing() {
    if (listing == null) {
      listing = new S3Objects(options.get());
    }
    return listing;
  }

  @Override
  public InputStream open(String name) throws IOException {
    return objects.open(name);
  }

  @Override
  public OutputStream create(String name) throws IOException {
    return objects.create(name);
  }

  @Override
  public void delete(Collection<String> names) throws IOException {
    objects.delete(names);
  }

  @Override
  public String address(String name) {
    return objects.address(name);
  }

  @Override
  public String toString() {
    return objects.toString();
  }
}
