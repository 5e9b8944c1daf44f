package io.derwent.edge;

import java.util.NoSuchElementException;

/** First in, first out, for numbers: eight bytes each, where boxed ones take twenty. */
final class LongFifo {
    private static final int SMALLEST = 4;

    private long[] ring = new long[SMALLEST];
    private int first;
    private int size;

    void add(long number) {
        if (size == ring.length) {
            resize(2 * size);
        }
        ring[(first + size) % ring.length] = number;
        size++;
    }

    long first() {
        if (size == 0) {
            throw new NoSuchElementException("nothing is in it");
        }
        return ring[first];
    }

    long remove() {
        long number = first();
        first = (first + 1) % ring.length;
        size--;
        if (ring.length > SMALLEST && size <= ring.length / 4) {
            resize(ring.length / 2);
        }
        return number;
    }

    private void resize(int length) {
        long[] other = new long[length];
        for (int i = 0; i < size; i++) {
            other[i] = ring[(first + i) % ring.length];
        }
        ring = other;
        first = 0;
    }

    int size() {
        return size;
    }

    boolean isEmpty() {
        return size == 0;
    }
}
