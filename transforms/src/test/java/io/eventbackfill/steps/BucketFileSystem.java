package io.eventbackfill.steps;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.apache.beam.sdk.io.FileSystem;
import org.apache.beam.sdk.io.FileSystemRegistrar;
import org.apache.beam.sdk.io.fs.CreateOptions;
import org.apache.beam.sdk.io.fs.MatchResult;
import org.apache.beam.sdk.io.fs.MatchResult.Metadata;
import org.apache.beam.sdk.io.fs.MatchResult.Status;
import org.apache.beam.sdk.io.fs.MoveOptions;
import org.apache.beam.sdk.io.fs.ResolveOptions;
import org.apache.beam.sdk.io.fs.ResourceId;
import org.apache.beam.sdk.options.PipelineOptions;

/**
 * An object store in this process, {@code bucket://}: an object appears when its channel is closed,
 * nothing is ever moved, and what is missing is an unchecked exception. One of its channels takes
 * no more than {@link #uplink} bytes.
 */
final class BucketFileSystem extends FileSystem<BucketFileSystem.Id> {
  static final ConcurrentNavigableMap<String, byte[]> OBJECTS = new ConcurrentSkipListMap<>();
  static volatile int uplink = Integer.MAX_VALUE;

  /** Makes {@code bucket://} known to Beam. */
  public static final class Registrar implements FileSystemRegistrar {
    @Override
    public Iterable<FileSystem<?>> fromOptions(PipelineOptions options) {
      return List.of(new BucketFileSystem());
    }
  }

  /** What such a client throws. */
  static final class NoSuchKeyException extends IllegalStateException {
    private static final long serialVersionUID = 1L;
  }

  record Id(String address) implements ResourceId {
    private static final long serialVersionUID = 1L;

    @Override
    public ResourceId resolve(String other, ResolveOptions options) {
      throw new UnsupportedOperationException();
    }

    @Override
    public ResourceId getCurrentDirectory() {
      return new Id(address.substring(0, address.lastIndexOf('/') + 1));
    }

    @Override
    public String getScheme() {
      return "bucket";
    }

    @Override
    public String getFilename() {
      return address.substring(address.lastIndexOf('/') + 1);
    }

    @Override
    public boolean isDirectory() {
      return address.endsWith("/");
    }

    @Override
    public String toString() {
      return address;
    }
  }

  @Override
  protected List<MatchResult> match(List<String> specs) {
    return specs.stream().map(BucketFileSystem::match).toList();
  }

  private static MatchResult match(String spec) {
    List<Metadata> found = new ArrayList<>();
    OBJECTS.forEach(
        (name, content) -> {
          boolean matches =
              spec.endsWith("**")
                  ? name.startsWith(spec.substring(0, spec.length() - 2))
                  : name.equals(spec);
          if (matches) {
            found.add(
                Metadata.builder()
                    .setResourceId(new Id(name))
                    .setSizeBytes(content.length)
                    .setIsReadSeekEfficient(false)
                    .build());
          }
        });
    return MatchResult.create(found.isEmpty() ? Status.NOT_FOUND : Status.OK, found);
  }

  @Override
  protected WritableByteChannel create(Id id, CreateOptions options) {
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    return new WritableByteChannel() {
      private boolean open = true;

      @Override
      public int write(ByteBuffer bytes) throws IOException {
        if (content.size() + bytes.remaining() > uplink) {
          throw new IOException("the connection is lost");
        }
        int length = bytes.remaining();
        while (bytes.hasRemaining()) {
          content.write(bytes.get());
        }
        return length;
      }

      @Override
      public boolean isOpen() {
        return open;
      }

      @Override
      public void close() {
        if (open) {
          OBJECTS.put(id.address(), content.toByteArray());
        }
        open = false;
      }
    };
  }

  @Override
  protected ReadableByteChannel open(Id id) {
    byte[] content = OBJECTS.get(id.address());
    if (content == null) {
      throw new NoSuchKeyException();
    }
    return Channels.newChannel(new ByteArrayInputStream(content));
  }

  @Override
  protected void copy(List<Id> from, List<Id> to) {
    throw new UnsupportedOperationException();
  }

  @Override
  protected void rename(List<Id> from, List<Id> to, MoveOptions... options) {
    throw new UnsupportedOperationException();
  }

  @Override
  protected void delete(Collection<Id> ids) {
    ids.forEach(id -> OBJECTS.remove(id.address()));
  }

  @Override
  protected Id matchNewResource(String address, boolean isDirectory) {
    return new Id(isDirectory && !address.endsWith("/") ? address + "/" : address);
  }

  @Override
  protected String getScheme() {
    return "bucket";
  }
}
