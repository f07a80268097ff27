package io.eventbackfill.model;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * A file to read, as its file system listed it when the run began.
 *
 * @param name the file as the file system names it; never a pattern
 * @param bytes its size as stored; 0 where unknown
 * @param modifiedMillis when it last changed, in milliseconds since 1970; 0 where unknown
 * @param checksum the file system's own checksum, such as an object store's etag, or null if it has
 *     none. Equal ones mean equal files; what it is computed from is the file system's affair.
 */
public record InputFile(String name, long bytes, long modifiedMillis, @Nullable String checksum)
    implements Serializable {}
