package io.eventbackfill.model;

import java.io.Serializable;

/**
 * What a file held when it was read, from its first byte to its last, packed as it is stored.
 *
 * @param bytes its length
 * @param crc32c the CRC-32C of all its bytes
 */
public record Content(long bytes, int crc32c) implements Serializable {}
