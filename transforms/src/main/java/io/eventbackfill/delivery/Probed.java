package io.eventbackfill.delivery;

/**
 * What the answer to a destination's probe tells.
 *
 * @param finding what
 * @param detail one sentence with the address and the destination's words; free of secrets
 */
public record Probed(Finding finding, String detail) {

  /** What there is to find. */
  public enum Finding {
    /** The address answers, and took a request with this key. */
    GOOD,
    /** The address answers as it should, and that says nothing of the key. */
    UNPROVEN,
    /** The address answers, and does not know the key: another region may. */
    UNKNOWN_KEY,
    /** The address answers, and will have nothing of it for another reason. */
    REFUSED,
    /** Nothing useful answers: whether the key is good can't be told. */
    NO_ANSWER
  }
}
