package io.eventbackfill.source;

import com.github.luben.zstd.Zstd;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveOutputStream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorOutputStream;
import org.apache.commons.compress.utils.SeekableInMemoryByteChannel;

/** Files as bytes, packed in the ways that occur. */
final class Packed {
  private Packed() {}

  static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  static byte[] join(byte[]... parts) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      out.writeBytes(part);
    }
    return out.toByteArray();
  }

  static byte[] gzip(byte[] content) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (OutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  static byte[] zstd(byte[] content) {
    return Zstd.compress(content);
  }

  static byte[] bzip2(byte[] content) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (OutputStream bzip2 = new BZip2CompressorOutputStream(out, 1)) {
      bzip2.write(content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  /** A ZIP whose lengths and checksums stand before the members. */
  static byte[] zip(int method, Map<String, byte[]> members) {
    SeekableInMemoryByteChannel target = new SeekableInMemoryByteChannel();
    try (ZipArchiveOutputStream zip = new ZipArchiveOutputStream(target)) {
      write(zip, method, members);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return Arrays.copyOf(target.array(), (int) target.size());
  }

  /** A deflated ZIP as written to a pipe: lengths and checksums stand behind the members. */
  static byte[] streamedZip(Map<String, byte[]> members) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ZipArchiveOutputStream zip = new ZipArchiveOutputStream(out)) {
      write(zip, ZipArchiveEntry.DEFLATED, members);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  private static void write(ZipArchiveOutputStream zip, int method, Map<String, byte[]> members)
      throws IOException {
    for (Map.Entry<String, byte[]> member : members.entrySet()) {
      ZipArchiveEntry entry = new ZipArchiveEntry(member.getKey());
      entry.setMethod(method);
      entry.setTime(0);
      if (method == ZipArchiveEntry.STORED) {
        CRC32 crc = new CRC32();
        crc.update(member.getValue());
        entry.setSize(member.getValue().length);
        entry.setCrc(crc.getValue());
      }
      zip.putArchiveEntry(entry);
      zip.write(member.getValue());
      zip.closeArchiveEntry();
    }
  }

  /**
   * A ZIP of one stored member whose length stands behind it, as Python writes it to a pipe. Built
   * from the format's description (APPNOTE 4.3), as no library at hand writes it.
   */
  static byte[] storedWithDescriptor(String name, byte[] content) {
    CRC32 crc = new CRC32();
    crc.update(content);
    Little out = new Little();
    out.i32(0x04034b50).i16(20).i16(0x0808).i16(0).i32(0x21).i32(0).i32(0).i32(0);
    out.i16(name.length()).i16(0).bytes(utf8(name)).bytes(content);
    out.i32(0x08074b50).i32(crc.getValue()).i32(content.length).i32(content.length);
    int directory = out.size();
    out.i32(0x02014b50).i16(20).i16(20).i16(0x0808).i16(0).i32(0x21).i32(crc.getValue());
    out.i32(content.length).i32(content.length).i16(name.length()).i16(0).i16(0).i16(0);
    out.i16(0).i32(0).i32(0).bytes(utf8(name));
    int length = out.size() - directory;
    out.i32(0x06054b50).i16(0).i16(0).i16(1).i16(1).i32(length).i32(directory).i16(0);
    return out.toByteArray();
  }

  /** Little-endian numbers. */
  private static final class Little extends ByteArrayOutputStream {
    Little i16(int value) {
      write(value);
      write(value >>> 8);
      return this;
    }

    Little i32(long value) {
      return i16((int) value).i16((int) (value >>> 16));
    }

    Little bytes(byte[] bytes) {
      writeBytes(bytes);
      return this;
    }
  }
}
