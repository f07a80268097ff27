package io.eventbackfill.ledger;

/** The store that tests trust keeps the promises of the real ones. */
class MemoryStoreTest extends StoreContract {
  @Override
  protected Store emptyStore() {
    return new MemoryStore();
  }
}
