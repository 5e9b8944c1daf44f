package io.derwent.edge.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DurableQueueTest {
    private static final DurableQueue.Settings SETTINGS = new DurableQueue.Settings(1_000_000, 1_000, true);

    @TempDir
    private Path temporary = Path.of("");

    private final FaultyDisk disk = new FaultyDisk();
    private Path directory = Path.of("");
    private Opened queue = Opened.NONE;

    @BeforeEach
    void open() throws IOException {
        directory = temporary.resolve("queue");
        queue = Opened.in(directory, SETTINGS, disk);
    }

    @AfterEach
    void close() throws IOException {
        queue.close();
    }

    @Test
    void whatWasCommittedIsThereAfterARestartInItsOrder() throws Exception {
        queue.keep("a", "b", "c");

        queue = queue.again();

        assertThat(queue.bodies()).containsExactly("a", "b", "c");
        assertThat(queue.count()).isEqualTo(3);
    }

    @Test
    void whatWasRemovedStaysRemoved() throws Exception {
        queue.keep("a", "b", "c");

        queue.remove("b");

        assertThat(queue.again().bodies()).containsExactly("a", "c");
    }

    @Test
    void aRecordCountsOnlyOnceItIsCommitted() throws Exception {
        queue.queue.append(bytes("a"));
        assertThat(queue.count()).isZero();

        queue.queue.commit();

        assertThat(queue.count()).isOne();
    }

    @Test
    void aSegmentWithNothingQueuedIsDeletedWhereverItStands() throws Exception {
        String[] many =
                IntStream.range(0, 100).mapToObj("record number %d"::formatted).toArray(String[]::new);
        queue.keep(many);
        long full = queue.queue.bytesOnDisk();

        queue.remove(many);

        assertThat(queue.count()).isZero();
        assertThat(full).isGreaterThan(2_000);
        assertThat(queue.queue.bytesOnDisk()).isLessThan(1_100).isEqualTo(bytesIn(directory));
        assertThat(queue.again().bodies()).isEmpty();
        assertThat(bytesIn(directory)).isZero();
    }

    @Test
    void beyondTheBoundTheNewestIsRefusedAndTheQueueGoesOn() throws Exception {
        queue = queue.again(new DurableQueue.Settings(60, 10, true));
        queue.keep("0123456789", "0123456789");
        queue.keep("last");

        assertThatThrownBy(() -> queue.keep("one too many"))
                .isInstanceOf(QueueFull.class)
                .hasMessage("the queue is full: 54 bytes on disk, limit 60");

        queue.remove("0123456789");
        queue.keep("now it fits");
        assertThat(queue.again().bodies()).containsExactly("0123456789", "last", "now it fits");
    }

    @Test
    void whatWasRemovedFromTheOnlyFileTakesNoRoomFromWhatComes() throws Exception {
        queue = queue.again(new DurableQueue.Settings(60, 60, true));
        queue.keep("0123456789", "0123456789");
        queue.remove("0123456789", "0123456789");

        queue.keep("a record as long as the bound allows, all of it");

        assertThat(queue.again().bodies()).containsExactly("a record as long as the bound allows, all of it");
    }

    @Test
    void aSecondHubIsToldThatTheDirectoryIsInUse() {
        assertThatThrownBy(() -> Opened.in(directory, SETTINGS, disk)).hasMessageContaining("in use by another hub");
    }

    /** Any sequence of appends, commits, removals and restarts, beside a list that does the same. */
    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void itDoesWhatAListDoes(long seed) throws Exception {
        Random random = new Random(seed);
        List<String> expected = new ArrayList<>();
        for (int step = 0; step < 600; step++) {
            int choice = random.nextInt(20);
            if (choice < 12) {
                String body = step + "x".repeat(random.nextInt(200));
                queue.keep(body);
                expected.add(body);
            } else if (choice < 19 && !expected.isEmpty()) {
                queue.remove(expected.remove(random.nextInt(expected.size())));
            } else {
                queue = queue.again();
            }
            assertThat(queue.count()).isEqualTo(expected.size());
        }
        assertThat(queue.bodies()).containsExactlyElementsOf(expected);
        assertThat(queue.again().bodies()).containsExactlyElementsOf(expected);
        assertThat(bytesIn(directory)).isEqualTo(queue.queue.bytesOnDisk());
    }

    @Nested
    class GivenALastWriteOfThreeRecords {
        private final List<String> before = List.of("first", "second", "third");
        private final List<String> written = List.of("fourth", "fifth, a little longer", "sixth");
        private Path file = Path.of("");
        private int begins;
        private int ends;

        @BeforeEach
        void write() throws Exception {
            queue.keep(before.toArray(String[]::new));
            file = onlySegment(directory);
            begins = (int) Files.size(file);
            queue.keep(written.toArray(String[]::new));
            ends = (int) Files.size(file);
            queue.close();
        }

        @Test
        void tornAtAnyByteWhatWasThereBeforeIsThere() throws Exception {
            byte[] whole = Files.readAllBytes(file);
            for (int at = begins; at <= ends; at++) {
                byte[] torn = java.util.Arrays.copyOf(whole, at);

                assertIntact(foundIn(torn), "torn at byte " + at);
            }
        }

        @Test
        void tornAtAnyByteAndPaddedWithZerosAsAfterAPowerCut() throws Exception {
            byte[] whole = Files.readAllBytes(file);
            for (int at = begins; at <= ends; at++) {
                byte[] torn = java.util.Arrays.copyOf(java.util.Arrays.copyOf(whole, at), ends);

                assertIntact(foundIn(torn), "zeros from byte " + at);
            }
        }

        @Test
        void withAnyByteChangedAllOtherRecordsAreThere() throws Exception {
            byte[] whole = Files.readAllBytes(file);
            for (int at = begins; at < ends; at++) {
                for (int change : new int[] {0x01, 0x80, 0xFF}) {
                    byte[] damaged = whole.clone();
                    damaged[at] ^= (byte) change;

                    List<String> found = foundIn(damaged);

                    assertIntact(found, "changed at byte " + at);
                    assertThat(found).hasSizeGreaterThanOrEqualTo(before.size() + written.size() - 1);
                }
            }
        }

        private void assertIntact(List<String> found, String what) {
            assertThat(found).as(what).startsWith(before.toArray(String[]::new));
            assertThat(found).as(what).doesNotHaveDuplicates();
            List<String> all = Stream.concat(before.stream(), written.stream()).toList();
            assertThat(found)
                    .as(what)
                    .isEqualTo(all.stream().filter(found::contains).toList());
        }

        private List<String> foundIn(byte[] bytes) throws IOException {
            Path copy = Files.createTempDirectory(temporary, "copy");
            Files.write(copy.resolve(file.getFileName()), bytes);
            try (Opened opened = Opened.in(copy, SETTINGS, disk)) {
                return opened.bodies();
            }
        }
    }

    @Nested
    class GivenAProcessKilledWhileItWrites {
        @Test
        void atAnyByteWhatWasCommittedIsThereOnceAndInOrder() throws Exception {
            for (int written = 0; written < 400; written++) {
                Path killed = Files.createTempDirectory(temporary, "killed");
                FaultyDisk dying = new FaultyDisk();
                Opened before = Opened.in(killed, new DurableQueue.Settings(10_000, 100, true), dying);
                dying.hasRoomFor(written);
                List<String> committed = new ArrayList<>();
                try {
                    for (int i = 0; i < 20; i++) {
                        String body = "record " + i;
                        before.keep(body);
                        committed.add(body);
                        if (i % 3 == 0 && dying.hasRoom()) {
                            before.remove(body);
                            committed.remove(body);
                        }
                    }
                } catch (IOException e) {
                    dying.dies();
                }
                before.abandon();

                try (Opened after = Opened.in(killed, SETTINGS, new FaultyDisk())) {
                    assertThat(after.bodies())
                            .as("killed after %d bytes", written)
                            .containsExactlyElementsOf(committed);
                }
            }
        }
    }

    @Nested
    class GivenAFullDisk {
        @BeforeEach
        void fill() throws Exception {
            queue.keep("a", "b");
            disk.hasRoomFor(15);
        }

        @Test
        void appendingFailsClearlyAndNothingQueuedIsLost() throws Exception {
            assertThatThrownBy(() -> queue.keep("c, which is too long to fit"))
                    .isInstanceOf(IOException.class)
                    .hasMessage("No space left on device");

            assertThat(queue.bodies()).containsExactly("a", "b");
            disk.hasRoomFor(1_000);
            assertThat(queue.again().bodies()).containsExactly("a", "b");
        }

        @Test
        void itWorksAgainWhenThereIsRoom() throws Exception {
            assertThatThrownBy(() -> queue.keep("c, which is too long to fit")).isInstanceOf(IOException.class);

            disk.hasRoomFor(1_000);
            queue.keep("d");

            assertThat(queue.again().bodies()).containsExactly("a", "b", "d");
        }

        @Test
        void evenIfTheTornRecordCannotBeCutOff() throws Exception {
            disk.refusesToCutBack();
            assertThatThrownBy(() -> queue.keep("c, which is too long to fit")).isInstanceOf(IOException.class);

            disk.hasRoomFor(1_000);
            queue.keep("d");

            assertThat(queue.again().bodies()).containsExactly("a", "b", "d");
        }

        @Test
        void removingNeedsNoRoom() throws Exception {
            disk.hasRoomFor(1);

            queue.remove("a");

            assertThat(queue.again().bodies()).containsExactly("b");
        }
    }

    @Nested
    class GivenAQueueThatIsNotForced {
        @Test
        void aCommitDoesNotWaitForTheDiskAndForcingDoes() throws Exception {
            queue = queue.again(new DurableQueue.Settings(1_000_000, 1_000, false));
            disk.refusesToFlush(true);

            queue.keep("a");

            assertThat(queue.count()).isOne();
            assertThatThrownBy(() -> queue.queue.force()).isInstanceOf(IOException.class);
            disk.refusesToFlush(false);
            assertThat(queue.again().bodies()).containsExactly("a");
        }
    }

    @Nested
    class GivenADiskThatDoesNotFlush {
        @Test
        void nothingIsTakenUntilItDoes() throws Exception {
            queue.keep("a");
            disk.refusesToFlush(true);
            assertThatThrownBy(() -> queue.keep("b", "c")).isInstanceOf(IOException.class);
            assertThat(queue.count()).isOne();

            disk.refusesToFlush(false);
            queue.keep("d");

            assertThat(queue.bodies()).containsExactly("a", "d");
            assertThat(queue.again().bodies()).containsExactly("a", "d");
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static Path onlySegment(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(Segment::isSegment).findFirst().orElseThrow();
        }
    }

    private static long bytesIn(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.mapToLong(file -> file.toFile().length()).sum();
        }
    }

    /** A queue and what it said it holds. */
    private record Opened(Path directory, DurableQueue queue, Map<Long, String> kept, FaultyDisk disk)
            implements AutoCloseable {
        @SuppressWarnings("NullAway") // stands for no queue before each test opens one
        static final Opened NONE = new Opened(null, null, null, null);

        static Opened in(Path directory, DurableQueue.Settings settings, FaultyDisk disk) throws IOException {
            Map<Long, String> found = new LinkedHashMap<>();
            DurableQueue queue = DurableQueue.open(
                    directory,
                    settings,
                    disk,
                    (id, body) -> assertThat(found.put(id, new String(body, StandardCharsets.UTF_8)))
                            .isNull());
            return new Opened(directory, queue, found, disk);
        }

        Opened again() throws IOException {
            return again(SETTINGS);
        }

        Opened again(DurableQueue.Settings settings) throws IOException {
            queue.close();
            return in(directory, settings, disk);
        }

        void keep(String... bodies) throws Exception {
            Map<Long, String> appended = new LinkedHashMap<>();
            for (String body : bodies) {
                appended.put(queue.append(bytes(body)), body);
            }
            queue.commit();
            kept.putAll(appended);
        }

        void remove(String... bodies) {
            for (String body : bodies) {
                long id = kept.entrySet().stream()
                        .filter(entry -> entry.getValue().equals(body))
                        .findFirst()
                        .orElseThrow()
                        .getKey();
                queue.remove(id);
                kept.remove(id);
            }
        }

        int count() {
            return queue.count();
        }

        /** As they are on disk now. */
        List<String> bodies() throws IOException {
            List<String> bodies = new ArrayList<>();
            for (long id : kept.keySet()) {
                bodies.add(new String(queue.read(id), StandardCharsets.UTF_8));
            }
            return bodies;
        }

        /** Lets go of the files as a killed process does. */
        void abandon() {
            try {
                queue.close();
            } catch (IOException e) {
                // what it still wanted to do it cannot
            }
        }

        @Override
        public void close() throws IOException {
            queue.close();
        }
    }
}
