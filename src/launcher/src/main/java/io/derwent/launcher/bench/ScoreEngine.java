package io.derwent.launcher.bench;

import com.sun.management.OperatingSystemMXBean;
import io.derwent.clinical.PatientState;
import io.derwent.clinical.PatientWatch;
import io.derwent.model.Reading;
import java.lang.management.ManagementFactory;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/**
 * Readings through {@link PatientWatch} on one core, nothing else: no Kafka, no Flink, no database. A process of its own, with a
 * heap of its own; prints readings a second, a line a figure: few patients whose states are at hand as objects, the same with
 * states as bytes, many with states as bytes.
 *
 * <p>Every patient is a copy of one of some dozens of the cohort, two months in. They come in an order that is
 * none. With states as bytes, each reading reads its patient's state from bytes and writes it back: what a job does whose
 * patients are too many to be kept at hand. Each figure is taken over a time, however many readings that are, and counts the
 * processor's seconds, all threads together, so that it does not depend on what else the machine does.
 */
public final class ScoreEngine {
    private static final int READINGS_EACH = 2;

    /** Coprime to every number of patients that is a power of ten. */
    private static final long STRIDE = 7_368_787;

    private static final OperatingSystemMXBean PROCESSOR =
            ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

    private final StateBytes serializer = new StateBytes();
    private final List<ScoreTemplate> templates = ScoreTemplate.all(READINGS_EACH);

    private final long nanos;

    private ScoreEngine(long seconds) {
        this.nanos = TimeUnit.SECONDS.toNanos(seconds);
    }

    /** Numbers of patients, few and many, and of seconds a figure. */
    public static void main(String[] arguments) {
        ScoreEngine engine = new ScoreEngine(Long.parseLong(arguments[2]));
        int few = Integer.parseInt(arguments[0]);
        int many = Integer.parseInt(arguments[1]);
        Memory atHand = engine.new AtHand();
        engine.warmUp(few, atHand);
        System.out.println(engine.rate(few, atHand));
        Memory asBytes = engine.new AsBytes();
        engine.warmUp(few, asBytes);
        System.out.println(engine.rate(few, asBytes));
        System.out.println(engine.rate(many, asBytes));
    }

    /** Where what is remembered of patients is kept. */
    private interface Memory {
        void reset(int patients);

        void observe(String patient, ScoreTemplate template, Reading reading);
    }

    /** Until everything is compiled: as long as it is measured then. */
    private void warmUp(int patients, Memory memory) {
        rate(patients, memory);
    }

    private double rate(int patients, Memory memory) {
        List<String> keys = keys(patients);
        long spent = 0;
        long worked = 0;
        long done = 0;
        do {
            memory.reset(patients);
            long start = System.nanoTime();
            long startOfWork = PROCESSOR.getProcessCpuTime();
            done += pass(keys, memory, start + nanos - spent);
            worked += PROCESSOR.getProcessCpuTime() - startOfWork;
            spent += System.nanoTime() - start;
        } while (spent < nanos || worked == 0); // the processor's clock ticks a hundred times a second
        return done / (worked / 1e9);
    }

    private static List<String> keys(int patients) {
        return IntStream.range(0, patients).mapToObj(ScoreEngine::key).toList();
    }

    private static String key(int number) {
        return "patient-" + number;
    }

    /** How many readings there were until then, or until all were told. */
    private long pass(List<String> keys, Memory memory, long until) {
        long done = 0;
        for (int round = 0; round < READINGS_EACH; round++) {
            for (int turn = 0; turn < keys.size(); turn++) {
                int number = (int) (turn * STRIDE % keys.size());
                String patient = keys.get(number);
                ScoreTemplate template = of(number);
                memory.observe(patient, template, template.next().get(round).attributedTo(patient, 0));
                done++;
                if (System.nanoTime() - until >= 0) {
                    return done;
                }
            }
        }
        return done;
    }

    private ScoreTemplate of(int number) {
        return templates.get(number % templates.size());
    }

    private final class AtHand implements Memory {
        private final Map<String, PatientState> states = new HashMap<>();

        @Override
        public void reset(int patients) {
            for (int number = 0; number < patients; number++) {
                states.put(key(number), of(number).state());
            }
        }

        @Override
        public void observe(String patient, ScoreTemplate template, Reading reading) {
            states.compute(
                    patient,
                    (key, state) -> PatientWatch.observe(
                                    state == null ? PatientState.empty() : state, template.plan(), reading)
                            .state());
        }
    }

    private final class AsBytes implements Memory {
        private final Map<String, Slot> states = new HashMap<>();

        @Override
        public void reset(int patients) {
            List<byte[]> all =
                    templates.stream().map(one -> serializer.of(one.state())).toList();
            for (int number = 0; number < patients; number++) {
                states.computeIfAbsent(key(number), patient -> new Slot()).put(all.get(number % all.size()));
            }
        }

        @Override
        public void observe(String patient, ScoreTemplate template, Reading reading) {
            Slot slot = states.computeIfAbsent(patient, unknown -> new Slot());
            PatientState state = slot.isEmpty() ? PatientState.empty() : serializer.read(slot.bytes);
            slot.put(serializer.of(
                    PatientWatch.observe(state, template.plan(), reading).state()));
        }
    }

    /** Room for one patient's bytes, with some to spare: gigabytes that are written in place leave nothing to collect. */
    private static final class Slot {
        private static final int SPARE = 128;

        private byte[] bytes = {};

        boolean isEmpty() {
            return bytes.length == 0;
        }

        void put(byte[] state) {
            if (state.length > bytes.length) {
                bytes = new byte[state.length + SPARE];
            }
            System.arraycopy(state, 0, bytes, 0, state.length);
        }
    }
}
