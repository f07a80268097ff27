package io.eventbackfill.emulators.amplitude;

/**
 * The most that was ever seen of one thing.
 *
 * @param id whose it was; empty if nothing was seen
 */
public record Peak(String id, long count) {

  static final Peak NONE = new Peak("", 0);

  Peak orHigher(String otherId, long otherCount) {
    return otherCount > count ? new Peak(otherId, otherCount) : this;
  }
}
