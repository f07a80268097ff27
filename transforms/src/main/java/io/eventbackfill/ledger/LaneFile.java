package io.eventbackfill.ledger;

import java.io.Serializable;

/**
 * What a volume's descriptor says of a lane's file.
 *
 * @param entries how many; at least one, a lane without has no file
 * @param bytes the object's size
 * @param checksum the file's last, see {@link VolumeFormat}
 * @param first millis of the first entry
 * @param last millis of the last entry
 */
record LaneFile(long entries, long bytes, int checksum, long first, long last)
    implements Serializable {}
