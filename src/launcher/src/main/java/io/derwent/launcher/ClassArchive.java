package io.derwent.launcher;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.OperatingSystemMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The JVM's class-data archive for all our processes: parsed and verified classes in one file they share, which saves a third
 * of what a start computes (docs/adr/0012). It lives beside the jars it was made from.
 *
 * <pre>
 * quick-start/of           which JDK and which jars, with size and time; anything else here is for these
 * quick-start/*.list       the classes each process of a start without archive loaded
 * quick-start/classes.jsa  the archive
 * </pre>
 *
 * A start without an archive records; when the machine has been quiet for a while, the archive is made from the lists by a
 * process of the lowest priority. A start never waits for any of this and never fails because of it: without a directory to
 * write to there is no archive, and the JVM goes on without one it does not like.
 *
 * @see <a href="https://docs.oracle.com/en/java/javase/17/docs/specs/man/java.html">java, application class-data sharing</a>
 */
final class ClassArchive {
    private static final Logger LOG = LoggerFactory.getLogger(ClassArchive.class);
    private static final String PLACE = "derwent.quick.start";
    private static final String LIST = ".list";
    private static final int ENOUGH_LISTS = 3;
    private static final int MAKER_HEAP_MEGABYTES = 512;
    private static final long FIRST_LOOK_SECONDS = 60;
    private static final long NEXT_LOOK_SECONDS = 20;
    private static final double QUIET_LOAD_PER_PROCESSOR = 0.5;

    private final Optional<Path> directory;
    private final String classPath;
    private @Nullable Process maker;
    private boolean stopped;

    private ClassArchive(Optional<Path> directory, String classPath) {
        this.directory = directory;
        this.classPath = classPath;
    }

    /** The archive of this process's class path, in the directory the system property {@value #PLACE} names, if it does. */
    static ClassArchive ofThisProcess() {
        Optional<Path> place =
                Optional.ofNullable(System.getProperty(PLACE)).map(Path::of).map(Path::toAbsolutePath);
        return in(place, System.getProperty("java.class.path"));
    }

    static ClassArchive in(Optional<Path> place, String classPath) {
        return new ClassArchive(place.filter(directory -> prepare(directory, fingerprint(classPath))), classPath);
    }

    /** Leaves in the directory only what belongs to these jars; false if it cannot be used. */
    private static boolean prepare(Path directory, String fingerprint) {
        try {
            Path of = directory.resolve("of");
            if (Files.exists(of) && Files.readString(of).equals(fingerprint)) {
                return true;
            }
            Files.createDirectories(directory);
            String ours = "pid" + ProcessHandle.current().pid() + LIST;
            try (Stream<Path> files = Files.list(directory)) {
                for (Path file : files.filter(
                                file -> !file.getFileName().toString().endsWith(ours))
                        .toList()) {
                    Files.delete(file);
                }
            }
            Files.writeString(of, fingerprint);
            return true;
        } catch (IOException e) {
            LOG.debug("no class archive in {}", directory, e);
            return false;
        }
    }

    private static String fingerprint(String classPath) {
        StringBuilder text = new StringBuilder(System.getProperty("java.home"))
                .append(' ')
                .append(System.getProperty("java.vm.version"))
                .append('\n');
        for (String entry : classPath.split(System.getProperty("path.separator"), -1)) {
            Path file = Path.of(entry);
            try {
                text.append("%s %d %s%n".formatted(file, Files.size(file), Files.getLastModifiedTime(file)));
            } catch (IOException e) {
                text.append("%s -%n".formatted(file));
            }
        }
        return text.toString();
    }

    /** What a JVM on this class path is started with: to use the archive, or to record for one. */
    List<String> jvmOptions(String process) {
        if (directory.isEmpty()) {
            return List.of();
        }
        Path place = directory.get();
        if (!Files.exists(archive(place)) && listsOf(place, process) >= ENOUGH_LISTS) {
            return List.of();
        }
        return Files.exists(archive(place))
                ? List.of(
                        "-XX:SharedArchiveFile=" + archive(place),
                        "-Xshare:auto",
                        "-Xlog:cds=off",
                        // At its own address it stays one copy for all processes; moved, each would write to most of
                        // it.
                        "-XX:+UnlockDiagnosticVMOptions",
                        "-XX:ArchiveRelocationMode=0")
                : List.of("-XX:DumpLoadedClassList=" + place.resolve(process + "-%p" + LIST));
    }

    private static long listsOf(Path place, String process) {
        try {
            return lists(place).stream()
                    .filter(list -> list.getFileName().toString().startsWith(process + "-"))
                    .count();
        } catch (IOException e) {
            return ENOUGH_LISTS;
        }
    }

    private static Path archive(Path directory) {
        return directory.resolve("classes.jsa");
    }

    /** From now on makes the archive, if it is missing, as soon as the machine is quiet. */
    void makeWhenQuiet(ScheduledExecutorService timer, Narrator narrator) {
        directory.filter(place -> !Files.exists(archive(place))).ifPresent(place -> {
            var unused =
                    timer.schedule(() -> makeIfQuiet(place, timer, narrator), FIRST_LOOK_SECONDS, TimeUnit.SECONDS);
        });
    }

    private void makeIfQuiet(Path place, ScheduledExecutorService timer, Narrator narrator) {
        OperatingSystemMXBean system = ManagementFactory.getOperatingSystemMXBean();
        double load = system.getSystemLoadAverage() / system.getAvailableProcessors();
        if (load < 0 || load > QUIET_LOAD_PER_PROCESSOR) {
            var unused = timer.schedule(() -> makeIfQuiet(place, timer, narrator), NEXT_LOOK_SECONDS, TimeUnit.SECONDS);
            return;
        }
        try {
            narrator.say("making a class archive in the background, so that the next start is quicker");
            narrator.say(make() ? "the class archive is made" : "no class archive was made; starts stay as they are");
        } catch (IOException e) {
            narrator.say("no class archive was made (%s); starts stay as they are", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Makes the archive from the lists; true if it is there afterwards. */
    boolean make() throws IOException, InterruptedException {
        if (directory.isEmpty()) {
            return false;
        }
        Path place = directory.get();
        if (lists(place).isEmpty()) {
            return false;
        }
        Path classes = place.resolve("all.classes");
        Path fresh = place.resolve("classes.jsa.new");
        Files.write(classes, classesOf(place));
        Files.deleteIfExists(fresh);
        Process process = start(List.of(
                "nice",
                "-n",
                "19",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx" + MAKER_HEAP_MEGABYTES + "m",
                "-Xshare:dump",
                "-XX:SharedClassListFile=" + classes,
                "-XX:SharedArchiveFile=" + fresh,
                "-Xlog:disable",
                "-cp",
                classPath));
        if (process == null || process.waitFor() != 0 || !Files.exists(fresh)) {
            return false;
        }
        Files.move(fresh, archive(place), StandardCopyOption.REPLACE_EXISTING);
        for (Path list : lists(place)) {
            Files.deleteIfExists(list);
        }
        Files.deleteIfExists(classes);
        return true;
    }

    private synchronized @Nullable Process start(List<String> command) throws IOException {
        if (!stopped) {
            maker = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
        }
        return stopped ? null : maker;
    }

    /** Gives up making it, if that is going on. */
    synchronized void stop() {
        stopped = true;
        if (maker != null) {
            maker.destroy();
        }
    }

    private static Set<String> classesOf(Path place) throws IOException {
        Set<String> classes = new LinkedHashSet<>();
        for (Path list : lists(place)) {
            classes.addAll(Files.readAllLines(list));
        }
        return classes;
    }

    private static List<Path> lists(Path place) throws IOException {
        try (Stream<Path> files = Files.list(place)) {
            return files.filter(file -> file.toString().endsWith(LIST)).toList();
        }
    }
}
