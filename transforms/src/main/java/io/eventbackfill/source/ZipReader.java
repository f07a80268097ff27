package io.eventbackfill.source;

import io.eventbackfill.model.Origin;
import io.eventbackfill.model.Reason;
import io.eventbackfill.source.MemberInput.Promise;
import io.eventbackfill.source.SourceReader.Subject;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.SeekableByteChannel;
import java.util.Collections;
import java.util.function.Predicate;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveInputStream;
import org.apache.commons.compress.archivers.zip.ZipFile;
import org.apache.commons.compress.archivers.zip.ZipMethod;
import org.jspecify.annotations.Nullable;

/**
 * Reads the members of a ZIP archive, by its directory or, where that can't be had, from front to
 * back. A member that can't be read does not keep the others from being read. For one archive.
 */
final class ZipReader {

  /** The archive's directory can't be read. */
  static final class DirectoryFault extends Exception {
    private static final long serialVersionUID = 1L;

    DirectoryFault(Exception cause) {
      super("the archive's directory can't be read: " + cause, cause);
    }
  }

  private final String file;
  private final Predicate<String> skipMember;
  private final RowSink sink;
  private final SourceReader source;
  private final MemberNames names = new MemberNames();

  ZipReader(String file, ReadSettings settings, RowSink sink) {
    this.file = file;
    this.skipMember = settings.skipMember();
    this.sink = sink;
    this.source = new SourceReader(file, settings, sink);
  }

  /**
   * The archive's directory. Holds nothing but the channel, so it needs no closing.
   *
   * @throws DirectoryFault if the directory can't be read
   */
  static ZipFile directory(SeekableByteChannel channel) throws DirectoryFault {
    try {
      // A damaged header of one member must not cost the others: it is read with its member.
      return ZipFile.builder().setSeekableByteChannel(channel).setIgnoreLocalFileHeader(true).get();
    } catch (IOException e) {
      Failure.passInterruptOn(e);
      throw new DirectoryFault(e);
    } catch (RuntimeException e) {
      throw new DirectoryFault(e);
    }
  }

  /** Reads all members that the directory names, in the order they are stored in. */
  void readByDirectory(ZipFile zip) {
    for (ZipArchiveEntry entry : Collections.list(zip.getEntriesInPhysicalOrder())) {
      Subject subject = subject(entry);
      if (isWanted(entry, subject) && isReadable(zip.canReadEntryData(entry), entry, subject)) {
        member(zip, entry, subject);
      }
    }
  }

  /**
   * Reads the members from front to back.
   *
   * @param in the archive from its beginning
   * @param directoryFault why the directory can't be read, or null if it was not tried
   */
  void readInSequence(InputStream in, @Nullable DirectoryFault directoryFault) {
    TailInput input = new TailInput(in);
    ZipArchiveInputStream zip =
        new ZipArchiveInputStream(SourceReader.buffered(input, ChannelInput.MOST_PER_READ));
    try {
      readInSequence(zip, input, directoryFault);
    } finally {
      Closing.quietly(zip, file);
    }
  }

  private void readInSequence(
      ZipArchiveInputStream zip, TailInput input, @Nullable DirectoryFault directoryFault) {
    boolean ended = false;
    while (true) {
      ZipArchiveEntry entry;
      try {
        entry = next(zip);
      } catch (IOException e) {
        // A member that the archive ended in has its record already.
        if (!ended) {
          source.unreadable(null, input.isCut() ? truncated(directoryFault) : Failure.of(e));
        }
        return;
      }
      if (entry == null) {
        ended(input, directoryFault);
        return;
      }
      Subject subject = subject(entry);
      if (isWanted(entry, subject) && isReadable(zip.canReadEntryData(entry), entry, subject)) {
        MemberInput content = new MemberInput(zip, Promise.of(entry), input::ended);
        member(content, subject);
        ended = content.isCut() || input.failed();
      }
    }
  }

  /** The library says that there is no further member also where the archive is cut. */
  private void ended(TailInput input, @Nullable DirectoryFault directoryFault) {
    if (input.isCut()) {
      source.unreadable(null, truncated(directoryFault));
    } else if (directoryFault != null) {
      String detail = directoryFault.getMessage() + "; members may be missing";
      source.unreadable(null, new Failure(Reason.UNREADABLE_FILE, detail));
    }
  }

  private static Failure truncated(@Nullable DirectoryFault directoryFault) {
    String cause = directoryFault == null ? "" : " (" + directoryFault.getMessage() + ")";
    return new Failure(
        Reason.TRUNCATED_FILE,
        "the archive ends before its directory does; what it holds was read" + cause);
  }

  private Subject subject(ZipArchiveEntry entry) {
    return new Subject(names.distinct(entry.getName()), entry.getName());
  }

  private void member(ZipFile zip, ZipArchiveEntry entry, Subject subject) {
    InputStream content;
    try {
      content = zip.getInputStream(entry);
    } catch (IOException e) {
      source.unreadable(subject.member(), Failure.of(e));
      return;
    } catch (RuntimeException e) {
      source.unreadable(subject.member(), Failure.of(damaged(e)));
      return;
    }
    try {
      member(new MemberInput(content, Promise.of(entry), () -> false), subject);
    } finally {
      Closing.quietly(content, file);
    }
  }

  private void member(MemberInput content, Subject subject) {
    source.read(SourceReader.buffered(content, StickyInput.DECODED_PER_READ), subject);
  }

  private boolean isWanted(ZipArchiveEntry entry, Subject subject) {
    if (entry.isDirectory()) {
      return false;
    }
    if (skipMember.test(entry.getName())) {
      sink.memberSkipped(new Origin(file, subject.member(), 0));
      return false;
    }
    return true;
  }

  private boolean isReadable(boolean supported, ZipArchiveEntry entry, Subject subject) {
    if (!supported) {
      Failure failure = new Failure(Reason.UNREADABLE_FILE, unsupported(entry));
      source.unreadable(subject.member(), failure);
    }
    return supported;
  }

  private static String unsupported(ZipArchiveEntry entry) {
    if (entry.getGeneralPurposeBit().usesEncryption()) {
      return "the member is encrypted";
    }
    ZipMethod method = ZipMethod.getMethodByCode(entry.getMethod());
    String name = method == null ? "number " + entry.getMethod() : method.toString();
    return method == ZipMethod.STORED
        ? "the member's length stands behind it, which needs the archive's directory"
        : "the member is packed with method " + name + ", which this version does not read";
  }

  private static @Nullable ZipArchiveEntry next(ZipArchiveInputStream zip) throws IOException {
    try {
      return zip.getNextEntry();
    } catch (RuntimeException e) {
      throw damaged(e);
    }
  }

  /** The library trips over some damaged headers with unchecked exceptions. */
  static IOException damaged(RuntimeException e) {
    return new IOException("the archive's structure is damaged (" + e + ")", e);
  }
}
