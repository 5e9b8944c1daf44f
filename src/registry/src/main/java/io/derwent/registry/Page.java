package io.derwent.registry;

import java.util.List;

/** One page of a search, and how many documents match in all. */
public record Page(long total, List<Stored> items) {
    public Page {
        items = List.copyOf(items);
    }

    /**
     * Which page.
     *
     * @param size   documents on a page, 0 to 200
     * @param offset pages to skip
     */
    public record Request(int size, int offset) {
        private static final int LARGEST = 200;

        public Request {
            if (size < 0 || size > LARGEST) {
                throw RegistryRefusal.invalid("pageSize is %d, 0 to %d is expected".formatted(size, LARGEST));
            }
            if (offset < 0) {
                throw RegistryRefusal.invalid("pageOffset is %d, 0 or more is expected".formatted(offset));
            }
        }

        long rowsToSkip() {
            return (long) size * offset;
        }
    }
}
