package io.eventbackfill.source;

import io.eventbackfill.source.BlockPacking.Sized;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.compression.CompressionCodecFactory;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;

/**
 * What pages are packed with. In place of the library's own, which needs all of Hadoop to run and
 * takes memory for whatever size a page claims.
 */
final class ParquetCodecs implements CompressionCodecFactory {

  @Override
  public BytesInputDecompressor getDecompressor(CompressionCodecName codec) {
    return new Unpacked(
        switch (codec) {
          case UNCOMPRESSED -> (packed, size) -> packed;
          case SNAPPY -> BlockPacking::snappy;
          case GZIP -> BlockPacking::gzip;
          case ZSTD -> BlockPacking::zstd;
          case LZ4 -> BlockPacking::lz4Framed;
          case LZ4_RAW -> BlockPacking::lz4Raw;
          case LZO, BROTLI ->
              throw new UnsupportedOperationException(
                  "its pages are packed with " + codec + ", which this version does not read");
        });
  }

  @Override
  public BytesInputCompressor getCompressor(CompressionCodecName codec) {
    throw new UnsupportedOperationException("nothing is written");
  }

  @Override
  public void release() {}

  private record Unpacked(Sized codec) implements BytesInputDecompressor {

    @Override
    public BytesInput decompress(BytesInput packed, int size) throws IOException {
      BlockPacking.check(size);
      // Pages of nulls alone have no bytes at all, and nothing is packed to nothing.
      if (size == 0 || packed.size() == 0) {
        return BytesInput.empty();
      }
      return BytesInput.from(codec.unpack(array(packed), size));
    }

    @Override
    public void decompress(ByteBuffer packed, int packedSize, ByteBuffer into, int size)
        throws IOException {
      byte[] bytes = new byte[packedSize];
      packed.get(bytes);
      into.put(array(decompress(BytesInput.from(bytes), size)));
    }

    @Override
    public void release() {}

    private static byte[] array(BytesInput bytes) throws IOException {
      return bytes.toInputStream().readAllBytes();
    }
  }
}
