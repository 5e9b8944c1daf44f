package io.derwent.launcher.bench;

import io.derwent.clinical.PatientState;
import io.derwent.clinical.PatientWatch;
import io.derwent.model.Reading;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Readings through {@link PatientWatch} on one core, nothing else: no Kafka, no Flink, no database. A process of its own, with a
 * heap of its own; prints readings a second, a line a figure: few patients whose states are at hand as objects, the same with
 * states as bytes, many with states as bytes.
 *
 * <p>Every patient is a copy of one of some dozens of the cohort, two months in. They come in an order that is
 * none. With states as bytes, each reading reads its patient's state from bytes and writes it back: what a job does whose
 * patients are too many to be kept at hand.
 */
public final class ScoreEngine {
    private static final int READINGS_EACH = 2;

    private static final int WARMED_UP_BY = 3;

    /** Coprime to every number of patients that is a power of ten. */
    private static final long STRIDE = 7_368_787;

    private final StateBytes serializer = new StateBytes();
    private final List<ScoreTemplate> templates = ScoreTemplate.all(READINGS_EACH);

    private final long readings;

    private ScoreEngine(long readings) {
        this.readings = readings;
    }

    /** Numbers of patients, few and many, and of readings a figure. */
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

    private void warmUp(int patients, Memory memory) {
        List<String> keys = keys(patients);
        for (long done = 0; done < readings / WARMED_UP_BY; done += (long) patients * READINGS_EACH) {
            memory.reset(patients);
            pass(keys, memory);
        }
    }

    private double rate(int patients, Memory memory) {
        List<String> keys = keys(patients);
        long nanos = 0;
        long done = 0;
        while (done < readings) {
            memory.reset(patients);
            long start = System.nanoTime();
            pass(keys, memory);
            nanos += System.nanoTime() - start;
            done += (long) patients * READINGS_EACH;
        }
        return done / (nanos / 1e9);
    }

    private static List<String> keys(int patients) {
        return IntStream.range(0, patients).mapToObj(ScoreEngine::key).toList();
    }

    private static String key(int number) {
        return "patient-" + number;
    }

    private void pass(List<String> keys, Memory memory) {
        for (int round = 0; round < READINGS_EACH; round++) {
            for (int turn = 0; turn < keys.size(); turn++) {
                int number = (int) (turn * STRIDE % keys.size());
                String patient = keys.get(number);
                ScoreTemplate template = of(number);
                memory.observe(patient, template, template.next().get(round).attributedTo(patient, 0));
            }
        }
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
        private final Map<String, byte[]> states = new HashMap<>();

        @Override
        public void reset(int patients) {
            List<byte[]> all =
                    templates.stream().map(one -> serializer.of(one.state())).toList();
            for (int number = 0; number < patients; number++) {
                states.put(key(number), all.get(number % all.size()).clone());
            }
        }

        @Override
        public void observe(String patient, ScoreTemplate template, Reading reading) {
            states.compute(
                    patient,
                    (key, bytes) -> serializer.of(PatientWatch.observe(
                                    bytes == null ? PatientState.empty() : serializer.read(bytes),
                                    template.plan(),
                                    reading)
                            .state()));
        }
    }
}
